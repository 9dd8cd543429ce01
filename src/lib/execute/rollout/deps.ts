import type {AliasesPort} from '../../ports/aliases.js';
import type {Clock} from '../../ports/clock.js';
import type {CommandsPort} from '../../ports/commands.js';
import type {CredentialsPort} from '../../ports/credentials.js';
import type {EventSink} from '../../ports/events.js';
import type {FunctionsPort} from '../../ports/functions.js';
import type {InvokePort} from '../../ports/invoke.js';
import type {LogsPort} from '../../ports/logs.js';
import type {MetricsPort} from '../../ports/metrics.js';
import type {KeptPoliciesPort} from '../../ports/rollout/kept-policies.js';
import type {LeasesPort} from '../../ports/rollout/leases.js';
import type {SignalsPort} from '../../ports/signals.js';

/** What one look at a rollout needs: wherever it runs. */
export interface LookDeps {
  readonly aliases: AliasesPort;
  readonly metrics: MetricsPort;
  readonly signals: SignalsPort;
  readonly clock: Clock;
  readonly events: EventSink;
}

/** What a process adds. */
export interface RolloutDeps extends LookDeps {
  readonly policies: KeptPoliciesPort;
  readonly leases: LeasesPort;
  /** Functions and logs are only asked why a candidate failed. */
  readonly functions: FunctionsPort;
  readonly logs: LogsPort;
  /** For smoke tests and hooks. */
  readonly invoke: InvokePort;
  readonly commands: CommandsPort;
  /** Only asked when they end. */
  readonly credentials: CredentialsPort;
}
