import type {SandboxClock} from '../clock.js';
import {arnOf, type Place} from '../place.js';
import {nextCronMs} from './cron.js';
import type {Deliveries} from './deliveries.js';
import {parseExpression} from './expression.js';
import type {Schedule} from './schedule.js';
import {ScheduleGroups} from './schedule-groups.js';
import type {ScheduleInput} from './schedule-input.js';
import {conflict, notFound} from './scheduler-error.js';

export interface SchedulesOptions {
  readonly place: Place;
  readonly clock: SandboxClock;
  readonly deliveries: Pick<Deliveries, 'deliver'>;
  /** 0 to 1: where in its minute, and in its flexible window, a schedule fires; Math.random when absent. */
  readonly random?: () => number;
}

const MINUTE_MS = 60_000;

/**
 * Schedules, and their firing by the sandbox's clock: some time within the minute after they are due (Scheduler User
 * Guide, schedule-types), later by up to the flexible window. One whose time is past when it is set is due at once.
 */
export class Schedules {
  readonly groups: ScheduleGroups;
  readonly #options: SchedulesOptions;
  readonly #random: () => number;
  readonly #schedules = new Map<string, Schedule>();
  #closed = false;

  constructor(options: SchedulesOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.groups = new ScheduleGroups(() => options.clock.now());
  }

  /** Throws SchedulerError: ConflictException unless the ClientToken is that of its creation. */
  create(name: string, {group, clientToken, settings}: ScheduleInput): Schedule {
    this.groups.get(group);
    const existing = this.#schedules.get(keyOf(group, name));
    if (existing) {
      if (clientToken !== undefined && existing.clientToken === clientToken) return existing;
      throw conflict(`Schedule ${name} already exists.`);
    }
    const nowMs = this.#options.clock.now();
    const schedule = {name, group, createdMs: nowMs, modifiedMs: nowMs, generation: 0, clientToken, settings};
    this.#schedules.set(keyOf(group, name), schedule);
    this.#arm(schedule);
    return schedule;
  }

  /** Replaces everything: what is not named has its default again. */
  update(name: string, {group, settings}: ScheduleInput): Schedule {
    const schedule = this.get(group, name);
    schedule.settings = settings;
    schedule.modifiedMs = this.#options.clock.now();
    this.#arm(schedule);
    return schedule;
  }

  /** Throws SchedulerError ResourceNotFoundException. */
  get(group: string, name: string): Schedule {
    const schedule = this.#schedules.get(keyOf(group, name));
    if (!schedule) throw notFound(`Schedule ${name}`);
    return schedule;
  }

  delete(group: string, name: string): void {
    this.get(group, name).generation++;
    this.#schedules.delete(keyOf(group, name));
  }

  /** With everything in it. */
  deleteGroup(group: string): void {
    this.groups.delete(group);
    for (const schedule of this.list()) if (schedule.group === group) this.delete(group, schedule.name);
  }

  /** By group and name. */
  list(): readonly Schedule[] {
    return [...this.#schedules.values()].sort((a, b) => (keyOf(a.group, a.name) < keyOf(b.group, b.name) ? -1 : 1));
  }

  arnOf({group, name}: Pick<Schedule, 'group' | 'name'>): string {
    return arnOf(this.#options.place, 'scheduler', `schedule/${group}/${name}`);
  }

  close(): void {
    this.#closed = true;
  }

  #arm(schedule: Schedule): void {
    schedule.generation++;
    const {expression: text, timezone, state, startMs} = schedule.settings;
    if (state === 'DISABLED') return;
    const expression = parseExpression(text, timezone);
    if (expression.kind === 'at') this.#waitFor(schedule, expression.atMs);
    // A rate begins at once, or at its StartDate.
    const fromMs = Math.max(startMs ?? 0, this.#options.clock.now());
    if (expression.kind === 'rate') this.#waitFor(schedule, fromMs);
    if (expression.kind === 'cron') this.#waitFor(schedule, nextCronMs(expression.fields, timezone, fromMs - 1));
  }

  #waitFor(schedule: Schedule, scheduledMs: number | undefined): void {
    const {endMs, windowMinutes, expression} = schedule.settings;
    if (scheduledMs === undefined || (endMs !== undefined && scheduledMs > endMs && !expression.startsWith('at'))) {
      this.#complete(schedule);
      return;
    }
    const firesMs = Math.max(scheduledMs, this.#options.clock.now()) + this.#random() * MINUTE_MS * (1 + windowMinutes);
    this.#wait(schedule, schedule.generation, scheduledMs, firesMs);
  }

  #wait(schedule: Schedule, generation: number, scheduledMs: number, firesMs: number): void {
    const {clock} = this.#options;
    clock.after(Math.max(0, firesMs - clock.now()), () => {
      if (this.#closed || schedule.generation !== generation) return;
      // A timer waits 24 days at the most, and may be a little early.
      if (clock.now() < firesMs) this.#wait(schedule, generation, scheduledMs, firesMs);
      else this.#fire(schedule, scheduledMs);
    });
  }

  #fire(schedule: Schedule, scheduledMs: number): void {
    const {generation} = schedule;
    const {target, expression: text, timezone} = schedule.settings;
    const expression = parseExpression(text, timezone);
    const due = {arn: this.arnOf(schedule), group: schedule.group, scheduledMs, target};
    this.#options.deliveries.deliver(due, () => {
      // An update that came meanwhile has armed it again.
      if (expression.kind === 'at' && schedule.generation === generation) this.#complete(schedule);
    });
    if (expression.kind === 'rate') this.#waitFor(schedule, scheduledMs + expression.everyMs);
    if (expression.kind === 'cron') this.#waitFor(schedule, nextCronMs(expression.fields, timezone, scheduledMs));
  }

  #complete(schedule: Schedule): void {
    if (schedule.settings.actionAfterCompletion === 'DELETE') this.delete(schedule.group, schedule.name);
  }
}

function keyOf(group: string, name: string): string {
  return `${group}/${name}`;
}
