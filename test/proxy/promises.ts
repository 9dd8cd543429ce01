import {isDeepStrictEqual} from 'node:util';
import type {SeenAlias} from './observer.js';

/** One command that ran under faults, as the outside saw it. */
export interface Ending {
  readonly exitCode: number;
  readonly before: SeenAlias | undefined;
  readonly after: SeenAlias | undefined;
  /** What the command was asked for. */
  readonly target: SeenAlias;
  /** What somebody else wrote in the middle of it. */
  readonly theirs?: SeenAlias | undefined;
  /** Versions with traffic afterwards that AWS would not invoke. */
  readonly notActive: readonly string[];
}

/** The promises of docs/exit-codes.md that are broken, in words; none when all are kept. Exit 6 is judged by its command, elsewhere. */
export function brokenPromises({exitCode, before, after, target, theirs, notActive}: Ending): readonly string[] {
  const broken: string[] = [];
  const expect = (kept: boolean, promise: string) => {
    if (!kept) broken.push(`${promise}: ${JSON.stringify({exitCode, before, after, target, theirs})}`);
  };
  if (theirs) expect(isDeepStrictEqual(after, theirs), "another writer's change stays");
  expect(notActive.length === 0, `traffic only goes to versions that are Active: ${notActive.join(', ')}`);
  switch (exitCode) {
    case 0:
      expect(isAt(after, target) || (theirs !== undefined && isAt(after, theirs)), 'exit 0: as asked');
      break;
    case 2:
    case 3:
    case 4:
    case 8:
      expect(isDeepStrictEqual(after, theirs ?? before), `exit ${exitCode}: untouched`);
      break;
    case 5:
      expect(theirs !== undefined || isAt(after, {version: '1', weights: {}}), 'exit 5: all on stable');
      break;
    case 6:
      break;
    case 7:
      expect(after !== undefined && / ?\[lr\d/.test(after.description), 'exit 7: the rollout is in place');
      break;
    case 130:
    case 143:
      expect(theirs !== undefined || isAt(after, {version: '1', weights: {}}), `exit ${exitCode}: all on stable again`);
      break;
    default:
      expect(false, 'an exit code of the table');
  }
  return broken;
}

/** Whether all traffic is where a target has it, whatever the description says. */
export function isAt(seen: SeenAlias | undefined, target: Pick<SeenAlias, 'version' | 'weights'>): boolean {
  return seen !== undefined && seen.version === target.version && isDeepStrictEqual(seen.weights, target.weights);
}
