import type {Random} from '../../src/lib/analysis/random.js';

/** What nobody expects in the place of a member; the first is no member at all. */
const INSTEAD: readonly unknown[] = [
  undefined,
  null,
  '',
  -1,
  0,
  1e308,
  'NaN',
  true,
  [],
  {},
  [null],
  'x'.repeat(200_000),
  '\u001b[2J\u001b]0;owned\u0007\r\nTraffic: as asked',
  '2026-99-99T99:99:99Z',
  '../../etc/passwd',
];

/** A JSON text of which one member, anywhere in it, is another or none; as it is when it has none. */
export function mangle(json: string, random: Random): string {
  const value: unknown = JSON.parse(json);
  const places = placesIn(value);
  const place = places[Math.floor(random() * places.length)];
  if (!place) return json;
  const instead = INSTEAD[Math.floor(random() * INSTEAD.length)];
  if (instead === undefined) delete place.owner[place.name];
  else place.owner[place.name] = instead;
  return JSON.stringify(value);
}

interface Place {
  readonly owner: Record<string, unknown>;
  readonly name: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const owner = value as Record<string, unknown>;
  return Object.keys(owner).flatMap((name) => [{owner, name}, ...placesIn(owner[name])]);
}
