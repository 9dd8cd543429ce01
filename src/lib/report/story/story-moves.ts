import type {ReleaseEvent} from '../../ports/events.js';
import type {Move} from './story.js';

type Shifted = Extract<ReleaseEvent, {type: 'traffic.shifted'}>;
type Joined = Extract<ReleaseEvent, {type: 'rollout.joined'}>;

/**
 * The moves of one function in their order. An event of a rollout brings all the moves before it, so that those that nobody was there to tell
 * are told too, to the minute; and what several tell who follow the same rollout is there once.
 */
export class StoryMoves {
  readonly all: Move[] = [];

  shifted(timeMs: number, event: Shifted, why: string): void {
    const {stable, candidate, of, stepIndex, stepCount} = event;
    const move: Move = {
      timeMs,
      stable,
      ...(candidate && {candidate}),
      why: [stepText(stepIndex, stepCount), why].filter(Boolean).join(': '),
    };
    const weights = of?.weights ?? [];
    const isForward = candidate !== undefined || stable === of?.candidate;
    if (of) this.#fill(of, isForward ? weights.slice(0, -1) : weights);
    const last = this.all.at(-1);
    const isTold = isForward && weights.length > 0 && this.all.length >= weights.length;
    if (!isTold && !(last && isSameSplit(last, move))) this.all.push(move);
  }

  joined({stable, candidate, weights = []}: Joined): void {
    this.#fill({stable, candidate}, weights);
  }

  #fill({stable, candidate}: Pick<Joined, 'stable' | 'candidate'>, weights: NonNullable<Joined['weights']>): void {
    for (const {atMs, weightPercent} of weights.slice(this.all.length)) {
      const isWhole = weightPercent === 100;
      const split = isWhole ? {stable: candidate} : {stable, candidate: {version: candidate, weightPercent}};
      this.all.push({timeMs: atMs, ...split, why: ''});
    }
  }
}

function stepText(index: number | undefined, count: number | undefined): string {
  return index === undefined || count === undefined ? '' : `step ${index + 1} of ${count}`;
}

function isSameSplit(one: Move, other: Move): boolean {
  return (
    one.stable === other.stable &&
    one.candidate?.version === other.candidate?.version &&
    one.candidate?.weightPercent === other.candidate?.weightPercent
  );
}
