import type {Clock} from '../../src/lib/ports/clock.js';
import type {Ports} from '../../src/lib/service/ports.js';

/** At which of its calls a process is killed: before it is sent, or when it has been carried out and nobody hears of it. */
export interface Death {
  readonly index: number;
  readonly moment: 'before' | 'after';
}

interface Mortal {
  readonly ports: Ports;
  /** The names of its calls, the last one that in which it died. */
  readonly calls: readonly string[];
  readonly died: Promise<void>;
}

/** The same ports for a process that may be killed: from then on none of its calls is sent, and none is ever answered. */
export function mortal(ports: Ports, death?: Death): Mortal {
  const calls: string[] = [];
  const never = new Promise<never>(() => undefined);
  let isDead = false;
  let tell: () => void = () => undefined;
  const died = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const die = () => {
    isDead = true;
    tell();
    return never;
  };
  const wrapped = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...values: unknown[]) => {
          if (isDead) return never;
          calls.push(String(name));
          const isLast = calls.length - 1 === death?.index;
          if (!isLast) return member.apply(target, values);
          if (death.moment === 'before') return die();
          return Promise.resolve(member.apply(target, values)).then(die, die);
        };
      },
    });
  const {clock, ...others} = ports;
  const own = Object.fromEntries(Object.entries(others).map(([name, port]) => [name, wrapped(port)]));
  // Nobody wakes up in a dead process.
  const sleep: Clock['sleep'] = (ms, signal) =>
    isDead ? never : clock.sleep(ms, signal).then(() => (isDead ? never : undefined));
  const ownClock = {now: () => clock.now(), sleep, ...(clock.speed !== undefined && {speed: clock.speed})};
  return {ports: {...ports, ...own, clock: ownClock}, calls, died};
}
