import {AwsError} from '../../errors.js';
import {MINUTE_MS} from '../../model/duration.js';
import {fullMinute} from '../../model/full-minute.js';
import type {OnlookerDetails} from '../../model/rollout/onlooker-details.js';
import {observeVersionLoad} from '../../observe/rollout/version-load.js';
import type {ReleaseEvent} from '../../ports/events.js';
import {readCommitAuthor} from '../publish/git-commit.js';
import type {Session} from '../session.js';

type EventOf<Type extends ReleaseEvent['type']> = Extract<ReleaseEvent, {type: Type}>;

/** CloudWatch has a minute's values about so long after its end. */
const LATE_MS = MINUTE_MS;
const MOST_MINUTES = 5;
const READ_MS = 20_000;

/**
 * Reads beside a rollout what only a person at a live view wants to know: durations and requests a minute, once a minute at most, and who
 * made the commits. It hears the events and nobody waits for it, so that it can delay no look and no way back. What cannot be read is
 * left out, for the judge reads the same metrics and says what is wrong with them.
 */
export class Onlooker {
  readonly #session: Pick<Session, 'signals' | 'clock' | 'folder'>;
  readonly #show: (details: OnlookerDetails) => void;
  #details: OnlookerDetails = {};
  #readMs = Number.NEGATIVE_INFINITY;

  constructor(session: Pick<Session, 'signals' | 'clock' | 'folder'>, show: (details: OnlookerDetails) => void) {
    this.#session = session;
    this.#show = show;
  }

  /** Hears an event. Resolves when what it led to has been read and shown; rejects for a bug of ours alone. */
  async hear(event: ReleaseEvent): Promise<void> {
    switch (event.type) {
      case 'rollout.started':
      case 'rollout.joined':
        this.#details = {};
        this.#readMs = Number.NEGATIVE_INFINITY;
        return this.#readAuthors(event);
      case 'sample.judged':
        return this.#readLoad(event);
    }
  }

  async #readAuthors({notes = {}}: EventOf<'rollout.started' | 'rollout.joined'>): Promise<void> {
    const {folder} = this.#session;
    const author = async (commit: string | undefined) =>
      commit === undefined ? undefined : readCommitAuthor(folder, commit);
    const [stable, candidate] = await Promise.all([author(notes.stable?.commit), author(notes.candidate?.commit)]);
    this.#tell({
      authors: {...(stable !== undefined && {stable}), ...(candidate !== undefined && {candidate})},
    });
  }

  async #readLoad({ref, elapsedMs, sample}: EventOf<'sample.judged'>): Promise<void> {
    const {clock} = this.#session;
    const {stable, candidate, atMs} = sample;
    const toMs = fullMinute(atMs - LATE_MS);
    const fromMs = Math.max(fullMinute(atMs - elapsedMs), toMs - MOST_MINUTES * MINUTE_MS);
    if (toMs <= fromMs || clock.now() - this.#readMs < MINUTE_MS) return;
    this.#readMs = clock.now();
    try {
      const query = {ref, versions: [stable, candidate], fromMs, toMs};
      const loads = await observeVersionLoad(this.#session, query, AbortSignal.timeout(READ_MS));
      const [ofStable, ofCandidate] = [loads.get(stable), loads.get(candidate)];
      const minutes = (toMs - fromMs) / MINUTE_MS;
      this.#tell({
        load: {minutes, ...(ofStable && {stable: ofStable}), ...(ofCandidate && {candidate: ofCandidate})},
      });
    } catch (error) {
      const isTimeOver = error instanceof Error && error.name === 'TimeoutError';
      if (!(error instanceof AwsError || isTimeOver)) throw error;
    }
  }

  #tell(change: OnlookerDetails): void {
    this.#details = {...this.#details, ...change};
    this.#show(this.#details);
  }
}
