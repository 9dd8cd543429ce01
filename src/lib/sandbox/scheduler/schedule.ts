/** What CreateSchedule and UpdateSchedule set: all of it, every time. */
export interface ScheduleSettings {
  readonly expression: string;
  readonly timezone: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly actionAfterCompletion: 'NONE' | 'DELETE';
  /** 0 = OFF. */
  readonly windowMinutes: number;
  readonly description: string | undefined;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly kmsKeyArn: string | undefined;
  readonly target: Target;
}

export interface Target {
  readonly arn: string;
  /** JSON as text; not looked at before it fires. */
  readonly input: string | undefined;
  readonly maximumAgeSeconds: number;
  readonly maximumAttempts: number;
  readonly deadLetterArn: string | undefined;
  /** As it was put, for GetSchedule. */
  readonly asPut: Readonly<Record<string, unknown>>;
}

export interface Schedule {
  readonly name: string;
  readonly group: string;
  readonly createdMs: number;
  modifiedMs: number;
  /** Changes with every write: what was armed before fires no more. */
  generation: number;
  /** Of the CreateSchedule that made it. */
  readonly clientToken: string | undefined;
  settings: ScheduleSettings;
}

export interface ScheduleGroup {
  readonly name: string;
  readonly createdMs: number;
  readonly clientToken: string | undefined;
  modifiedMs: number;
  readonly tags: Map<string, string>;
}

export const DEFAULT_GROUP = 'default';
