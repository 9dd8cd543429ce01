import type {Judgement} from '../../analysis/judgement.js';
import type {PooledCar} from '../../analysis/pool/pooled-evidence.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import type {Clock} from '../../ports/clock.js';
import type {CommandsPort} from '../../ports/commands.js';
import type {CredentialsPort} from '../../ports/credentials.js';
import type {EventSink} from '../../ports/events.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import type {InvokePort} from '../../ports/lambda/invoke.js';
import type {ProvisionedPort} from '../../ports/lambda/provisioned.js';
import type {LogsPort} from '../../ports/logs.js';
import type {MetricsPort} from '../../ports/metrics.js';
import type {EnginePort} from '../../ports/rollout/engine.js';
import type {KeptPoliciesPort} from '../../ports/rollout/kept-policies.js';
import type {LeasesPort} from '../../ports/rollout/leases.js';
import type {OperatorPort} from '../../ports/rollout/operator.js';
import type {SignalsPort} from '../../ports/signals.js';
import type {TracesPort} from '../../ports/traces.js';

/** A rollout as it was just judged, and what it brings to the evidence of its train. */
export interface PooledLook {
  readonly marker: RolloutMarker;
  readonly judgement: Judgement;
  readonly pooled: PooledCar;
}

/** What one look at a rollout needs: wherever it runs. */
export interface LookDeps {
  readonly aliases: AliasesPort;
  readonly metrics: MetricsPort;
  readonly signals: SignalsPort;
  readonly clock: Clock;
  readonly events: EventSink;
  /** Who judges several rollouts together; absent where each is judged alone. */
  readonly onLook?: ((look: PooledLook) => void) | undefined;
}

/** What a tick by itself adds. */
export interface OnceDeps extends LookDeps {
  readonly policies: KeptPoliciesPort;
  readonly leases: LeasesPort;
  /** Functions and logs are only asked why a candidate failed. */
  readonly functions: FunctionsPort;
  readonly logs: LogsPort;
  /** Only asked the same, of a candidate that is traced. Absent in an engine, whose role may not read them. */
  readonly traces?: TracesPort | undefined;
  /** For hooks. */
  readonly commands: CommandsPort;
  /** Absent where a rollout that keeps environments ready is refused: in an engine. */
  readonly provisioned?: ProvisionedPort | undefined;
}

/** What a process adds that begins rollouts, and works on them until they end. */
export interface RolloutDeps extends OnceDeps {
  readonly provisioned: ProvisionedPort;
  /** For smoke tests. */
  readonly invoke: InvokePort;
  /** Only asked where a rollout is to be driven by it, or seems to be driven by nobody. */
  readonly engine: EnginePort;
  /** Only asked when they end. */
  readonly credentials: CredentialsPort;
  /** Absent where nobody sits at a live view. */
  readonly operator?: OperatorPort | undefined;
}
