import {JsonServiceError} from '../../json-service.js';
import {arnOf, type Place} from '../../place.js';
import {busName, type EventBuses} from '../event-buses.js';
import {invalid} from '../events-error.js';
import type {Rule, RuleTarget} from './rule.js';

const MOST_TARGETS = 5;

/** What a rule is put with. */
export type RuleSettings = Omit<Rule, 'name' | 'bus' | 'arn' | 'targets'>;

/** Rules by bus and name, with their targets and tags. Every method throws JsonServiceError ResourceNotFoundException for a bus or a rule that is not there. */
export class Rules {
  readonly #place: Place;
  readonly #buses: EventBuses;
  readonly #rules = new Map<string, Rule>();

  constructor(place: Place, buses: EventBuses) {
    this.#place = place;
    this.#buses = buses;
  }

  /** A new one, or new settings of an old one, which keeps its targets. */
  put(name: string, busNameOrArn: string | undefined, settings: RuleSettings): Rule {
    const bus = this.#buses.get(busNameOrArn).name;
    const path = bus === 'default' ? name : `${bus}/${name}`;
    const arn = arnOf(this.#place, 'events', `rule/${path}`);
    const rule = {name, bus, arn, ...settings, targets: this.#rules.get(keyOf(bus, name))?.targets ?? new Map()};
    this.#rules.set(keyOf(bus, name), rule);
    return rule;
  }

  get(name: string, busNameOrArn: string | undefined): Rule {
    const bus = this.#buses.get(busNameOrArn).name;
    const rule = this.#rules.get(keyOf(bus, name));
    if (!rule) {
      throw new JsonServiceError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
    }
    return rule;
  }

  /** Deleting one that is not there succeeds; one with targets is refused. */
  delete(name: string, busNameOrArn: string | undefined): void {
    const key = keyOf(this.#buses.get(busNameOrArn).name, name);
    if ((this.#rules.get(key)?.targets.size ?? 0) > 0) throw invalid("Rule can't be deleted since it has targets.");
    this.#rules.delete(key);
  }

  /** By name. */
  list(busNameOrArn: string | undefined): readonly Rule[] {
    const bus = this.#buses.get(busNameOrArn).name;
    return this.all()
      .filter((rule) => rule.bus === bus)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Adds targets, or replaces those of the same id. Throws JsonServiceError LimitExceededException past five. */
  putTargets(rule: Rule, targets: readonly RuleTarget[]): void {
    const ids = new Set([...rule.targets.keys(), ...targets.map(({id}) => id)]);
    if (ids.size > MOST_TARGETS) {
      throw new JsonServiceError(
        'LimitExceededException',
        'The requested resource exceeds the maximum number allowed.',
      );
    }
    for (const target of targets) rule.targets.set(target.id, target);
  }

  /** The enabled ones of a bus that wait for such an event. */
  matching(busNameOrArn: string | undefined, event: unknown): readonly Rule[] {
    const bus = busName(busNameOrArn);
    return this.all().filter((rule) => rule.bus === bus && rule.isEnabled && rule.matches?.(event));
  }

  all(): readonly Rule[] {
    return [...this.#rules.values()];
  }
}

function keyOf(bus: string, name: string): string {
  return `${bus}/${name}`;
}
