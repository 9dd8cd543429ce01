import {ParseError} from './parse-error.js';

/** A clock that agrees with the wall at `originMs` and runs `speed` times as fast from there. Sandbox only. */
export interface ClockSpeed {
  readonly speed: number;
  readonly originMs: number;
}

/** The time such a clock shows when the wall shows `wallMs`; epoch milliseconds. */
export function clockTimeMs(clock: ClockSpeed, wallMs: number): number {
  return Math.floor(clock.originMs + (wallMs - clock.originMs) * clock.speed);
}

/** How long the wall takes while this clock advances by `durationMs`. */
export function wallDurationMs(clock: ClockSpeed, durationMs: number): number {
  return durationMs / clock.speed;
}

/** Reads `60@1763700000000`, as `sandbox start` prints it for LAMBDA_RELEASE_CLOCK. Throws ParseError. */
export function parseClockSpeed(text: string): ClockSpeed {
  const match = /^(\d+(?:\.\d+)?)@(\d{1,15})$/.exec(text.trim());
  const speed = Number(match?.[1]);
  if (!match || !(speed >= 1 && speed <= 10_000)) {
    throw new ParseError(
      `"${text}" is not a clock.`,
      'Copy the line that "lambda-release sandbox start" prints, for example 60@1763700000000.',
    );
  }
  return {speed, originMs: Number(match[2])};
}

/** Inverse of parseClockSpeed. */
export function formatClockSpeed(clock: ClockSpeed): string {
  return `${clock.speed}@${clock.originMs}`;
}
