/** Whole days, both included, in a time zone. */
export interface DayRule {
  /** `2026-12-20` */
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly reason?: string | undefined;
}

/** A moment of any week. */
export interface WeekMoment {
  /** 1 is Monday, 7 Sunday. */
  readonly day: number;
  /** Minutes since midnight, by the wall clock. */
  readonly minute: number;
}

/** The same hours of every week, by the wall clock of a time zone. */
export interface WeekRule {
  readonly begin: WeekMoment;
  readonly end: WeekMoment;
  /** As it is written, for people. */
  readonly text: string;
  readonly timezone: string;
  readonly reason?: string | undefined;
}

/** The events of an iCalendar file; its whole days are of the time zone, else of the calendar's own. */
export interface CalendarRule {
  /** Absolute path. */
  readonly calendar: string;
  readonly timezone?: string | undefined;
  readonly reason?: string | undefined;
}

export type FreezeRule = DayRule | WeekRule | CalendarRule;

/** What keeps everything from leaving beside times: each is asked for when something is to leave. */
export interface BlockerSettings {
  /** CloudWatch alarms: one that is red blocks. */
  readonly alarms?: readonly string[];
  /** SSM parameter: whatever it says but "off" blocks. */
  readonly parameter?: string;
  /** So many executions have to be free in the account's pool. */
  readonly headroom?: number;
}
