/** One event of an environment, as the Telemetry API tells it (Lambda Developer Guide, telemetry-schema-reference). */
export interface TelemetryEvent {
  /** ISO 8601. */
  readonly time: string;
  /** `function`, `extension` or `platform.…`. */
  readonly type: string;
  /** What was logged, or what the platform says. */
  readonly record: unknown;
}
