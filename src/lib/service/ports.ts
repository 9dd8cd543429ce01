import type {AccessPort} from '../ports/access.js';
import type {ArtifactsPort} from '../ports/artifacts.js';
import type {Clock} from '../ports/clock.js';
import type {CommandsPort} from '../ports/commands.js';
import type {ConcurrencyMetricsPort} from '../ports/concurrency-metrics.js';
import type {CredentialsPort} from '../ports/credentials.js';
import type {ExecutionsPort} from '../ports/engine/executions.js';
import type {StacksPort} from '../ports/engine/stacks.js';
import type {IdentityPort} from '../ports/identity.js';
import type {ImagesPort} from '../ports/images.js';
import type {AliasesPort} from '../ports/lambda/aliases.js';
import type {AsyncSettingsPort} from '../ports/lambda/async-settings.js';
import type {ConcurrencyPort} from '../ports/lambda/concurrency.js';
import type {CopiesPort} from '../ports/lambda/copies.js';
import type {FunctionsPort} from '../ports/lambda/functions.js';
import type {InvokePort} from '../ports/lambda/invoke.js';
import type {LayersPort} from '../ports/lambda/layers.js';
import type {PreviewsPort} from '../ports/lambda/previews.js';
import type {ProvisionedPort} from '../ports/lambda/provisioned.js';
import type {TagsPort} from '../ports/lambda/tags.js';
import type {TriggersPort} from '../ports/lambda/triggers.js';
import type {VersionsPort} from '../ports/lambda/versions.js';
import type {LogsPort} from '../ports/logs.js';
import type {MetricsPort} from '../ports/metrics.js';
import type {PacePort} from '../ports/pace.js';
import type {ParametersPort} from '../ports/parameters.js';
import type {EnginePort} from '../ports/rollout/engine.js';
import type {KeptPoliciesPort} from '../ports/rollout/kept-policies.js';
import type {LeasesPort} from '../ports/rollout/leases.js';
import type {EventBusPort, WebhookPort} from '../ports/rollout/notices.js';
import type {RecordStore} from '../ports/rollout/record-store.js';
import type {RolesPort} from '../ports/rollout/roles.js';
import type {SignalsPort} from '../ports/signals.js';
import type {SigningPort} from '../ports/signing.js';
import type {TracesPort} from '../ports/traces.js';
import type {TrafficHistoryPort} from '../ports/traffic-history.js';
import type {ApisPort} from '../ports/triggers/apis.js';
import type {MappingsPort} from '../ports/triggers/mappings.js';
import type {PoliciesPort} from '../ports/triggers/policies.js';
import type {RulesPort} from '../ports/triggers/rules.js';

/** Ports whose requests keep themselves inside Lambda's quotas: for work that reads or deletes a lot. */
export interface PacedPorts {
  readonly functions: FunctionsPort;
  readonly aliases: AliasesPort;
  readonly policies: KeptPoliciesPort;
  readonly concurrency: ConcurrencyPort;
  readonly provisioned: ProvisionedPort;
  readonly versions: VersionsPort;
  readonly previews: PreviewsPort;
  readonly triggers: TriggersPort;
  readonly access: AccessPort;
  /** For what waits itself, and then calls as it does otherwise. */
  readonly pace: PacePort;
}

/** What calls functions, and what lets it in: for moving it to an alias. */
export interface CallersPorts {
  readonly apis: ApisPort;
  readonly mappings: MappingsPort;
  readonly policies: PoliciesPort;
  readonly rules: RulesPort;
}

/** Everything a service may ask of the world. */
export interface Ports {
  readonly clock: Clock;
  readonly functions: FunctionsPort;
  readonly aliases: AliasesPort;
  readonly images: ImagesPort;
  readonly layers: LayersPort;
  readonly concurrency: ConcurrencyPort;
  readonly concurrencyMetrics: ConcurrencyMetricsPort;
  readonly provisioned: ProvisionedPort;
  readonly tags: TagsPort;
  readonly policies: KeptPoliciesPort;
  readonly leases: LeasesPort;
  readonly engine: EnginePort;
  readonly roles: RolesPort;
  readonly stacks: StacksPort;
  readonly executions: ExecutionsPort;
  readonly asyncSettings: AsyncSettingsPort;
  readonly parameters: ParametersPort;
  readonly metrics: MetricsPort;
  readonly signals: SignalsPort;
  readonly artifacts: ArtifactsPort;
  readonly signing: SigningPort;
  readonly identity: IdentityPort;
  readonly invoke: InvokePort;
  readonly copies: CopiesPort;
  readonly commands: CommandsPort;
  readonly logs: LogsPort;
  readonly traces: TracesPort;
  readonly recordStore: RecordStore;
  readonly eventBus: EventBusPort;
  readonly webhook: WebhookPort;
  readonly triggers: TriggersPort;
  readonly callers: CallersPorts;
  readonly trafficHistory: TrafficHistoryPort;
  readonly credentials: CredentialsPort;
  readonly paced: PacedPorts;
}
