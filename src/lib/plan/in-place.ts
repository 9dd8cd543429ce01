import {nameOfPlace, type ReachedPlace} from '../model/place.js';
import {shellQuoted} from '../model/shell-quoted.js';
import type {Refusal} from './refusal.js';

/** Ways out say first what they are for, and end in the command, if they have one; those of a train are of all its places. */
const COMMAND = /(?:^|: )(?:lambda-release(?! train)|(aws)) \S/;

/** A way out of work in one of several places: its command acts there, and not where the command does that prints it. */
export function wayOutIn(place: ReachedPlace | undefined, wayOut: string): string {
  const found = place && COMMAND.exec(wayOut);
  if (!found) return wayOut;
  const {environment, region, aws = {region}} = place;
  const flags = found[1] === undefined ? {environment, region} : aws;
  const words = Object.entries(flags).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${shellQuoted(value)}`],
  );
  return [wayOut, ...words].join(' ');
}

/** Objections to work in one of several places, which say which. */
export function refusalsIn(place: ReachedPlace | undefined, refusals: readonly Refusal[]): readonly Refusal[] {
  const name = nameOfPlace(place);
  if (name === undefined) return refusals;
  return refusals.map((refusal) => ({
    ...refusal,
    message: `${name}: ${refusal.message}`,
    suggestions: refusal.suggestions.map((wayOut) => wayOutIn(place, wayOut)),
  }));
}
