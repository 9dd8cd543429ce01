/**
 * Why a rollout did not go on. `analysis`: evidence against the candidate. `alarm`, `metric`: a named alarm or a watched
 * metric went red. `inconclusive`: too little data. `incident`: stable fails too, callers are throttled, the alias does not
 * route as configured, or an alarm is gone. `blind`: no metrics for too long. `awsFailure`: a write or read failed.
 * `abortedElsewhere`: another process gave stable all traffic. `heldElsewhere`: a person held it from another one.
 * `lease`: nobody renewed it, so AWS gave stable all traffic, or it could not be had. `waitOver`: `--wait` ran out.
 * `freeze`: one has begun, and the release file says so.
 * `credentials`: they end, and nobody renews them. `engine`: it could not be started. `smoke`: a smoke test. `hook`: a hook of the owner's. `signal`: SIGINT
 * or SIGTERM. `bug`: ours.
 */
export type StopKind =
  | 'analysis'
  | 'alarm'
  | 'metric'
  | 'inconclusive'
  | 'incident'
  | 'blind'
  | 'awsFailure'
  | 'abortedElsewhere'
  | 'heldElsewhere'
  | 'lease'
  | 'waitOver'
  | 'credentials'
  | 'engine'
  | 'freeze'
  | 'smoke'
  | 'hook'
  | 'signal'
  | 'bug';

const CONVICTING: ReadonlySet<string> = new Set<StopKind>(['analysis', 'alarm', 'metric']);

/**
 * Whether it is a verdict against the candidate itself, which the same code would meet again. A person's abort, a failure of
 * AWS or too little data says nothing of it, and a smoke test or a hook is repeated before anything moves.
 */
export function isConviction(kind: string | undefined): boolean {
  return kind !== undefined && CONVICTING.has(kind);
}
