import {matchesIn} from '../../tokens.js';
import {validationError} from '../service-error.js';
import {type AlarmState, STATES} from './alarm-state.js';

/** The rule of a composite alarm, read. */
export type AlarmRule =
  | {readonly kind: 'constant'; readonly value: boolean}
  | {readonly kind: 'state'; readonly state: AlarmState; readonly alarm: string}
  | {readonly kind: 'not'; readonly of: AlarmRule}
  | {readonly kind: 'and' | 'or'; readonly of: readonly AlarmRule[]}
  | {
      readonly kind: 'at-least';
      readonly amount: number;
      readonly isPercent: boolean;
      readonly state: AlarmState;
      readonly alarms: readonly string[];
    };

const TOKEN = /\s*(?:"([^"]*)"|([(),])|([^\s(),"]+))/y;
const MAX_CHILDREN = 100;

/**
 * Reads ALARM(), OK(), INSUFFICIENT_DATA(), TRUE, FALSE, AND, OR, NOT and AT_LEAST(); alarms by name or ARN (CloudWatch
 * API reference, PutCompositeAlarm). Throws CloudWatchError ValidationError.
 */
export function parseAlarmRule(text: string): AlarmRule {
  const parser = new RuleParser(text);
  const rule = parser.any();
  parser.expect('');
  if (alarmsIn(rule).length > MAX_CHILDREN) throw wrong(text, `more than ${MAX_CHILDREN} alarms`);
  return rule;
}

/** Names of the alarms a rule looks at, each once. */
export function alarmsIn(rule: AlarmRule): readonly string[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return alarmsIn(rule.of);
    case 'at-least':
      return rule.alarms;
    default:
      return [...new Set(rule.of.flatMap(alarmsIn))];
  }
}

/** Whether the rule holds. An alarm that is gone is in no state. */
export function holds(rule: AlarmRule, stateOf: (alarm: string) => AlarmState | undefined): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.of, stateOf);
    case 'and':
      return rule.of.every((each) => holds(each, stateOf));
    case 'or':
      return rule.of.some((each) => holds(each, stateOf));
    case 'at-least': {
      const count = rule.alarms.filter((alarm) => stateOf(alarm) === rule.state).length;
      return rule.isPercent ? (100 * count) / rule.alarms.length >= rule.amount : count >= rule.amount;
    }
  }
}

class RuleParser {
  readonly #text: string;
  readonly #tokens: {readonly text: string; readonly quoted: boolean}[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    const refuse = () => wrong(text, 'a quotation mark is not closed');
    for (const [, quoted, sign, word] of matchesIn(text, TOKEN, refuse)) {
      this.#tokens.push({text: quoted ?? sign ?? word ?? '', quoted: quoted !== undefined});
    }
  }

  any(): AlarmRule {
    const of = [this.#all()];
    while (this.#isNext('OR')) of.push(this.#skip(() => this.#all()));
    return of.length === 1 && of[0] ? of[0] : {kind: 'or', of};
  }

  expect(text: string): void {
    const next = this.#take();
    if (next !== text) throw wrong(this.#text, `expected ${text || 'the end'}, found ${next || 'the end'}`);
  }

  #all(): AlarmRule {
    const of = [this.#one()];
    while (this.#isNext('AND')) of.push(this.#skip(() => this.#one()));
    return of.length === 1 && of[0] ? of[0] : {kind: 'and', of};
  }

  #one(): AlarmRule {
    if (this.#isNext('NOT')) return {kind: 'not', of: this.#skip(() => this.#one())};
    const word = this.#take();
    if (word === 'TRUE' || word === 'FALSE') return {kind: 'constant', value: word === 'TRUE'};
    if (word === '(') {
      const rule = this.any();
      this.expect(')');
      return rule;
    }
    if (word === 'AT_LEAST') return this.#atLeast();
    const state = this.#state(word);
    this.expect('(');
    const alarm = this.#alarm();
    this.expect(')');
    return {kind: 'state', state, alarm};
  }

  #atLeast(): AlarmRule {
    this.expect('(');
    const [, amount, percent] = /^(\d+)(%?)$/.exec(this.#take()) ?? [];
    if (amount === undefined) throw wrong(this.#text, 'AT_LEAST needs a number or a percentage');
    this.expect(',');
    const state = this.#state(this.#take());
    this.expect(',');
    this.expect('(');
    const alarms = [this.#alarm()];
    while (this.#isNext(',')) alarms.push(this.#skip(() => this.#alarm()));
    this.expect(')');
    this.expect(')');
    return {kind: 'at-least', amount: Number(amount), isPercent: percent === '%', state, alarms};
  }

  #state(word: string): AlarmState {
    const state = STATES.find((each) => each === word);
    if (!state) throw wrong(this.#text, `unexpected ${word || 'end'}`);
    return state;
  }

  #alarm(): string {
    const name = this.#take();
    if (name === '' || name === ')') throw wrong(this.#text, 'the name of an alarm is missing');
    return name.replace(/^arn:[^:]*:cloudwatch:[^:]*:\d*:alarm:/, '');
  }

  #isNext(word: string): boolean {
    const next = this.#tokens[this.#at];
    return next !== undefined && !next.quoted && next.text === word;
  }

  #skip<T>(read: () => T): T {
    this.#at++;
    return read();
  }

  #take(): string {
    return this.#tokens[this.#at++]?.text ?? '';
  }
}

function wrong(text: string, why: string) {
  return validationError(`AlarmRule "${text}" is not valid: ${why}.`);
}
