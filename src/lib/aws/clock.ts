import {UsageError} from '../errors.js';
import {type ClockSpeed, clockTimeMs, parseClockSpeed, wallDurationMs} from '../model/clock-speed.js';
import type {Clock} from '../ports/clock.js';

/** setTimeout counts in 32 bits; a longer delay would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The wall clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: sleepOnWall,
};

/** A clock that agrees with the sandbox's: its hours pass in minutes. */
export function createSandboxClock(speed: ClockSpeed): Clock {
  return {
    speed: speed.speed,
    now: () => clockTimeMs(speed, Date.now()),
    sleep: (ms, signal) => sleepOnWall(wallDurationMs(speed, ms), signal),
  };
}

/**
 * The clock the environment asks for: LAMBDA_RELEASE_CLOCK beside a sandbox, the wall otherwise. A fast clock against real
 * AWS would judge a release by minutes that never were: throws UsageError unless AWS_ENDPOINT_URL is a loopback address.
 */
export function clockFrom(environment: {readonly [name: string]: string | undefined}): Clock {
  const text = environment.LAMBDA_RELEASE_CLOCK;
  if (!text) return systemClock;
  if (!isLoopbackUrl(environment.AWS_ENDPOINT_URL)) {
    throw new UsageError('LAMBDA_RELEASE_CLOCK is set, but AWS_ENDPOINT_URL is not the address of a local sandbox.', {
      code: 'CLOCK_WITHOUT_SANDBOX',
      suggestions: [
        'Against AWS: unset LAMBDA_RELEASE_CLOCK.',
        'Against a sandbox: export both variables as "lambda-release sandbox start" prints them.',
      ],
    });
  }
  return createSandboxClock(parseClockSpeed(text));
}

function isLoopbackUrl(text: string | undefined): boolean {
  if (!text || !URL.canParse(text)) return false;
  const {hostname, protocol} = new URL(text);
  const isHttp = protocol === 'http:' || protocol === 'https:';
  return isHttp && (hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname));
}

async function sleepOnWall(ms: number, signal?: AbortSignal): Promise<void> {
  for (let leftMs = Math.max(0, ms); !signal?.aborted; leftMs -= LONGEST_TIMER_MS) {
    await timerOrAbort(Math.min(leftMs, LONGEST_TIMER_MS), signal);
    if (leftMs <= LONGEST_TIMER_MS) return;
  }
}

function timerOrAbort(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener('abort', finish, {once: true});
  });
}
