import {joinDescription, splitDescription} from '../../model/alias/description.js';
import {MAX_DESCRIPTION_LENGTH} from '../../model/description-length.js';
import {
  afterMove,
  formatMarker,
  lateMove,
  MAX_MARKER_LENGTH,
  movedBack,
  type RolloutMarker,
} from '../../model/rollout/marker.js';
import type {Refusal} from '../refusal.js';

/** Digits of any runner. */
const ANY_RUNNER = 'zzzz';
// Settling, the wait for a full minute and a slow AWS come on top of bake and patience.
const SLACK_MS = 600_000;

/** How far the marker of a rollout may grow: the longest any move may come after the one before. */
interface MarkerGrowth {
  readonly marker: RolloutMarker;
  readonly patienceMs: number;
}

/** Objections when the marker, at its longest, fits neither its own limit nor beside the user's text. */
export function markerRoomRefusals(description: string, growth: MarkerGrowth): readonly Refusal[] {
  const {text, ...note} = splitDescription(description);
  const longest = formatMarker(atItsLongest(growth));
  if (longest.length > MAX_MARKER_LENGTH) {
    return [
      {
        code: 'STEPS_TOO_MANY',
        message: `${growth.marker.steps.length} steps need ${longest.length} characters in the alias description; ${MAX_MARKER_LENGTH} are there for them.`,
        suggestions: ['Take fewer steps, or even ones with one bake, such as linear-10-1m.'],
        details: {needed: longest.length, available: MAX_MARKER_LENGTH},
      },
    ];
  }
  const excess = joinDescription(text, note, longest).length - MAX_DESCRIPTION_LENGTH;
  if (excess <= 0) return [];
  return [
    {
      code: 'DESCRIPTION_TOO_LONG',
      message: `The alias description is ${excess} characters too long: a rollout needs ${longest.length} of its ${MAX_DESCRIPTION_LENGTH} while it runs.`,
      suggestions: [
        `Shorten it by ${excess} characters: aws lambda update-alias --function-name … --name … --description '…'`,
      ],
      details: {excess},
    },
  ];
}

function atItsLongest({marker, patienceMs}: MarkerGrowth): RolloutMarker {
  const {watchMs} = marker;
  // Late ones: a first move takes one character more than an early one.
  const movedMs = marker.movedMs.map(lateMove);
  for (const step of marker.steps) {
    movedMs.push(lateMove((movedMs.at(-1) ?? 0) + step.bakeMs + 2 * patienceMs + SLACK_MS));
  }
  const growing = {...marker, runner: ANY_RUNNER, movedMs, held: true};
  const later = (ms: number) => lateMove(ms + watchMs + patienceMs + SLACK_MS);
  const backMs = later(movedMs.at(-1) ?? 0);
  return afterMove(movedBack(growing, backMs), later(backMs));
}
