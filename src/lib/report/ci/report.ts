import {appendFile, writeFile} from 'node:fs/promises';
import {type Place, toldPlace} from '../../model/place.js';
import {messageOf} from '../../model/text/message-of.js';
import type {ReleaseEvent} from '../../ports/events.js';
import type {Failure} from '../failure.js';
import {stepSummary} from '../markdown/summary.js';
import {type EndedStory, endedStories, overallOutcome} from '../story/outcome.js';
import {Stories} from '../story/stories.js';
import {dotenv, type FunctionOutputs, githubOutputs} from './outputs.js';

/** Files that a CI system has named, or a person has; none of them is written when it is absent. */
export interface CiFiles {
  /** Markdown is appended to it. */
  readonly summary?: string | undefined;
  /** Outputs in GitHub's form are appended to it. */
  readonly outputs?: string | undefined;
  /** It has the variables of this command alone. */
  readonly dotenv?: string | undefined;
}

/** What AWS tells of a function; what nobody can tell is absent. */
export interface FunctionFacts {
  readonly functionArn?: string;
  readonly codeSha256?: string;
}

interface CiReportOptions {
  readonly files: CiFiles;
  /** Asked at the end of each function that there is something to tell of, where a file wants it. Never rejects. */
  readonly facts: (functionName: string, version: string | undefined, place: Place) => Promise<FunctionFacts>;
  /** Makes the commands in a text act where this one does. */
  readonly placed: (text: string) => string;
  /** Told of each file that could not be written. */
  readonly onFailure: (reason: string) => void;
}

/**
 * What a CI system is told of a command when it ends: files that later steps and jobs read. A file that cannot be written costs a warning
 * and nothing else.
 */
export class CiReport {
  readonly #options: CiReportOptions;
  readonly #stories = new Stories();
  #isClosed = false;

  constructor(options: CiReportOptions) {
    this.#options = options;
  }

  note(timeMs: number, event: ReleaseEvent): void {
    this.#stories.add(timeMs, event);
  }

  /** Writes the files. May be called twice: the first call counts. */
  async close(failure: Failure | undefined): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const {summary, outputs, dotenv: dotenvFile} = this.#options.files;
    const ended = endedStories(this.#stories, failure);
    const outcome = overallOutcome(
      ended.map((each) => each.outcome),
      {failure},
    );
    const functions = outputs || dotenvFile ? await Promise.all(ended.map((each) => this.#outputsOf(each))) : [];
    await Promise.all([
      this.#write(summary, (file) =>
        appendFile(file, this.#options.placed(stepSummary(ended, failure, this.#stories.trains))),
      ),
      this.#write(outputs, (file) => appendFile(file, githubOutputs(functions, outcome))),
      this.#write(dotenvFile, (file) => writeFile(file, dotenv(functions, outcome))),
    ]);
  }

  async #outputsOf({story, outcome}: EndedStory): Promise<FunctionOutputs> {
    const {functionName, alias, version, previousVersion, codeSha256, preview} = story;
    const facts = await this.#options.facts(functionName, version, toldPlace(story));
    return {
      function: functionName,
      ...toldPlace(story),
      ...(alias !== undefined && {alias}),
      ...(version !== undefined && {version}),
      ...(previousVersion !== undefined && {previousVersion}),
      outcome,
      ...(codeSha256 !== undefined && {codeSha256}),
      ...facts,
      ...(preview && {url: preview.url}),
    };
  }

  async #write(file: string | undefined, write: (file: string) => Promise<void>): Promise<void> {
    if (!file) return;
    try {
      await write(file);
    } catch (error) {
      this.#options.onFailure(`${file}: ${messageOf(error)}`);
    }
  }
}
