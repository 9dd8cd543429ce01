import type {Refusal} from './refusal.js';

/** Ways out say first what they are for, and end in the command, if they have one; those of a train are of all its regions. */
const COMMAND = /(?:^|: )(?:lambda-release(?! train)|aws) \S/;

/** A way out of work in one of several regions: its command acts there, and not in the region of the command that prints it. */
export function wayOutIn(region: string | undefined, wayOut: string): string {
  return region !== undefined && COMMAND.test(wayOut) ? `${wayOut} --region ${region}` : wayOut;
}

/** Objections to work in one of several regions, which say which. */
export function refusalsIn(region: string | undefined, refusals: readonly Refusal[]): readonly Refusal[] {
  if (region === undefined) return refusals;
  return refusals.map((refusal) => ({
    ...refusal,
    message: `${region}: ${refusal.message}`,
    suggestions: refusal.suggestions.map((wayOut) => wayOutIn(region, wayOut)),
  }));
}
