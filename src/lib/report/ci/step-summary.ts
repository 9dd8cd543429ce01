import {formatWeightPercent} from '../../model/rollout/weight.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {Failure} from '../failure.js';
import {formatTime} from '../line-reporter.js';
import {markdownCommands, markdownTable, markdownText} from './markdown.js';
import type {CiOutcome} from './outcome.js';
import {type FunctionStory, nameOfStory} from './story.js';

/** A story with what it came to. */
export interface EndedStory {
  readonly story: FunctionStory;
  readonly outcome: CiOutcome;
}

/**
 * The story of a command in GitHub's Markdown, ending in an empty line, for others may write below it: what became of each function, from
 * which version to which, the split over time, why, and the commands that come next. Empty when there is nothing to tell.
 */
export function stepSummary(ended: readonly EndedStory[], failure: Failure | undefined): string {
  const parts = [...ended.flatMap((each) => storyParts(each, failure)), ...(failure ? failureParts(failure) : [])];
  return parts.length === 0 ? '' : `${parts.join('\n\n')}\n\n`;
}

const SIGNS: Readonly<Record<CiOutcome, string>> = {
  promoted: '✅',
  created: '✅',
  shifted: '✅',
  published: '✅',
  unchanged: '✅',
  untouched: '⏸️',
  detached: '⏳',
  held: '⏸️',
  'rolled-back': '↩️',
  'taken-over': '❌',
  'not-restored': '❌',
  failed: '❌',
};

function storyParts({story, outcome}: EndedStory, failure: Failure | undefined): readonly string[] {
  const heading = `### ${SIGNS[outcome]} ${markdownText(nameOfStory(story))}: ${saying(story, outcome)}`;
  const split = story.moves.length === 0 ? [] : [splitTable(story)];
  const {reason} = story;
  // A failure mostly says it too.
  const why = reason === undefined || failure?.message.includes(reason) ? [] : [`**Why:** ${markdownText(reason)}`];
  const commands = nextCommands(story, outcome);
  return [heading, ...split, ...why, ...(commands.length === 0 ? [] : [markdownCommands(commands)])];
}

function saying({version = '?', previousVersion, published}: FunctionStory, outcome: CiOutcome): string {
  const before = previousVersion === undefined ? '' : `, before it was ${previousVersion}`;
  const over = previousVersion === undefined ? '' : ` over version ${previousVersion}`;
  switch (outcome) {
    case 'promoted':
    case 'shifted':
      return `version ${version} has all traffic${before}`;
    case 'created':
      return `created, version ${version} has all traffic`;
    case 'published':
      return `version ${version} is published, no traffic was moved`;
    case 'unchanged':
      return 'nothing had to change';
    case 'untouched':
      return 'not begun';
    case 'detached':
      return `version ${version}${over} is on its way`;
    case 'held':
      return `version ${version}${over} waits for a person`;
    case 'rolled-back':
      return `version ${version} was taken back${previousVersion === undefined ? '' : `, ${previousVersion} has all traffic`}`;
    case 'taken-over':
      return `version ${version}${over} is in other hands`;
    case 'not-restored':
      return `version ${version}${over} could not be taken back`;
    case 'failed':
      return published ? `version ${version} is published and was not released` : 'failed';
  }
}

/** A row a move: which version had which share from then on. */
function splitTable({moves}: FunctionStory): string {
  const versions = [
    ...new Set(moves.flatMap(({stable, candidate}) => [stable, ...(candidate ? [candidate.version] : [])])),
  ];
  const rows = moves.map(({timeMs, stable, candidate, why}) => {
    const share = (version: string) => {
      if (version === candidate?.version) return candidate.weightPercent;
      return version === stable ? 100 - (candidate?.weightPercent ?? 0) : 0;
    };
    return [formatTime(timeMs), ...versions.map((each) => formatWeightPercent(share(each))), markdownText(why)];
  });
  return markdownTable(['From', ...versions.map((version) => `Version ${markdownText(version)}`), 'Why'], rows);
}

/** What a person may want to do next; after a failure that is among its ways out. */
function nextCommands(story: FunctionStory, outcome: CiOutcome): readonly string[] {
  if (story.alias === undefined) return [];
  const name = shellQuoted(nameOfStory(story));
  switch (outcome) {
    case 'promoted':
    case 'shifted':
      return story.previousVersion === undefined
        ? []
        : [`lambda-release rollback ${name} --to ${story.previousVersion}`];
    case 'detached':
      return [`lambda-release rollout watch ${name}`, `lambda-release rollout abort ${name}`];
    default:
      return [];
  }
}

function failureParts({message, suggestions, exitCode, traffic, code}: Failure): readonly string[] {
  const commands = suggestions.filter((each) => /^(lambda-release|aws) \S/.test(each));
  const advice = suggestions.filter((each) => !commands.includes(each));
  return [
    `**${code}** (exit ${exitCode}, traffic ${traffic}): ${markdownText(message)}`,
    ...(advice.length === 0 ? [] : [advice.map((each) => `- ${markdownText(each)}`).join('\n')]),
    ...(commands.length === 0 ? [] : [markdownCommands(commands)]),
  ];
}
