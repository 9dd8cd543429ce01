import {Args, Flags} from '@oclif/core';
import {parseDurationMs} from '../../model/duration.js';
import {LOG_GROUP_NAME} from '../../model/function/log-group-name.js';
import {
  type AliasRef,
  type FunctionRef,
  parseAliasOrVersionRef,
  parseAliasRef,
  parseFunctionRef,
} from '../../model/function/ref.js';
import {ParseError} from '../../model/parse-error.js';
import {parseReleaseName, type ReleaseName} from '../../model/release-name.js';
import {parseSteps, type Step} from '../../model/rollout/step.js';
import {parseTrafficSpec, type TrafficSpec} from '../../model/rollout/traffic-spec.js';
import {type PublishedVersion, parseVersion} from '../../model/versions/version.js';

// What these parse functions throw is a ParseError; BaseCommand makes a usage error (exit 2) of it, with its way out.

/** Flags of every command. */
export const outputFlags = {
  quiet: Flags.boolean({
    summary: 'Say nothing but warnings and the result.',
    env: 'LAMBDA_RELEASE_QUIET',
    helpGroup: 'GLOBAL',
  }),
  json: Flags.boolean({
    summary: 'Print the result, or the error, as one JSON document on stdout.',
    description: 'The document carries "schema", "ok", "result" or "error", and "warnings". Progress stays on stderr.',
    helpGroup: 'GLOBAL',
  }),
};

export const configFlag = Flags.string({
  summary: 'Release file to read instead of ./release.yml.',
  env: 'LAMBDA_RELEASE_CONFIG',
  helpValue: 'FILE',
});

/** `--environment production`: which environment of the release file counts. */
export const environmentFlag = Flags.string({
  summary: 'Environment of the release file: where it is, and what it says otherwise.',
  env: 'LAMBDA_RELEASE_ENVIRONMENT',
  helpValue: 'NAME',
  helpGroup: 'AWS',
});

/** Flags of commands that call AWS. */
export const awsFlags = {
  environment: environmentFlag,
  config: configFlag,
  region: Flags.string({
    summary: 'AWS region of the function.',
    description:
      'Without it the environment of the release file decides; then the AWS SDK: AWS_REGION, then the profile.',
    env: 'LAMBDA_RELEASE_REGION',
    helpValue: 'eu-central-1',
    helpGroup: 'AWS',
  }),
  profile: Flags.string({
    summary: 'Profile of the AWS configuration files.',
    description:
      'Without it the environment of the release file decides; then the AWS SDK: AWS_PROFILE, then its usual chain of credentials.',
    env: 'LAMBDA_RELEASE_PROFILE',
    helpValue: 'NAME',
    helpGroup: 'AWS',
  }),
};

export const yesFlag = Flags.boolean({
  char: 'y',
  summary: 'Answer every question with yes.',
  description: 'Needed where nobody can be asked: without a terminal, in CI and with --json. No variable sets it.',
});

export const dryRunFlag = Flags.boolean({
  summary: 'Stop after the plan: show what would happen and change nothing.',
  env: 'LAMBDA_RELEASE_DRY_RUN',
});

export const journalFlag = Flags.string({
  summary: 'Append every event to this file, one JSON object a line.',
  env: 'LAMBDA_RELEASE_JOURNAL',
  helpValue: 'FILE',
});

/** A log group of CloudWatch Logs that keeps events. */
export const recordFlag = Flags.custom<string>({
  summary: 'Keep every event in this log group of CloudWatch Logs, in a stream for each function.',
  description: 'With who and where, for longer than a job; history reads it. In the release file: record: {logGroup}.',
  env: 'LAMBDA_RELEASE_RECORD',
  helpValue: 'LOG_GROUP',
  parse: async (text) => {
    if (LOG_GROUP_NAME.test(text)) return text;
    throw new ParseError(`"${text}" is no name of a log group.`, 'Write one such as /lambda-release.');
  },
});

/** Variables for later jobs and steps. */
const dotenvFlag = Flags.string({
  summary: 'Write what it came to into this file, as variables for later jobs.',
  description:
    'VERSION, PREVIOUS_VERSION, OUTCOME, CODE_SHA256, FUNCTION_ARN: a dotenv report of GitLab, which a shell can source too.',
  env: 'LAMBDA_RELEASE_DOTENV',
  helpValue: 'FILE',
});

/** A file for a report, or several. */
export const reportFlag = Flags.custom<string>({
  summary: 'Write what became of it into this file: a page for a browser (.html) or Markdown (.md).',
  description:
    'The decision and why, who had which share when, errors, evidence and latency by minute. Give it twice for both.',
  helpValue: 'FILE',
  multiple: true,
  multipleNonGreedy: true,
  parse: async (text) => {
    if (/\.(html?|md)$/i.test(text)) return text;
    throw new ParseError(`"${text}" is no name of a report.`, 'End it in .html for a page, or in .md for Markdown.');
  },
});

/** For what moves traffic, or follows it: written when it ends, in success and failure alike. A look does not take the place of that by a variable. */
export const workReportFlag = () =>
  reportFlag({
    description:
      'When it ends, also when it fails or is interrupted, and after every move before: the decision and why, who had which share when, errors, ' +
      'evidence and latency by minute. Give it twice for both.',
    env: 'LAMBDA_RELEASE_REPORT',
  });

/** Flags of commands that change something of functions on AWS: where it is told. Who only looks on keeps no record of what others do. */
export const eventFlags = {journal: journalFlag, record: recordFlag()};

/** The same for what publishes versions or moves traffic, of which later jobs want to know. */
export const releaseEventFlags = {...eventFlags, dotenv: dotenvFlag};

/** For who only follows: no record of what others do. */
export const followFlags = {journal: journalFlag, dotenv: dotenvFlag};

/** `--steps 5%:5m,25%:5m` or a preset; see parseSteps. */
export const stepsFlag = Flags.custom<readonly Step[]>({
  summary: 'Weights and how long each bakes, or a preset.',
  description: '"5%:5m, 25%:5m, 50%:5m", canary-10-15m, linear-10-1m or all-at-once.',
  env: 'LAMBDA_RELEASE_STEPS',
  helpValue: 'STEPS',
  parse: async (text) => parseSteps(text),
});

/** A duration in milliseconds: `90s`, `5m`, `1h30m`. Summary and variable are the caller's. */
export const durationFlag = Flags.custom<number>({
  helpValue: 'DURATION',
  parse: async (text) => parseDurationMs(text),
});

/** A published version. */
export const versionFlag = Flags.custom<string>({
  helpValue: 'VERSION',
  parse: async (text) => parseVersion(text),
});

/** A published version or a git commit. */
export const releaseFlag = Flags.custom<ReleaseName>({
  helpValue: 'VERSION|COMMIT',
  parse: async (text) => parseReleaseName(text),
});

/** `fn:alias`. */
export const aliasArg = Args.custom<AliasRef>({
  description: 'Function and alias, as AWS writes them: checkout:live. The only one of the release file needs no name.',
  ignoreStdin: true,
  parse: async (text) => parseAliasRef(text),
});

/** `fn:alias` or `fn:version`, for what AWS keeps of either. */
export const aliasOrVersionArg = Args.custom<AliasRef>({
  description:
    'Function and alias, or version: checkout:live, checkout:7. The only alias of the release file needs no name.',
  ignoreStdin: true,
  parse: async (text) => parseAliasOrVersionRef(text),
});

/** `fn`, `fn:alias` or `fn:version`. */
export const functionArg = Args.custom<FunctionRef>({
  description: 'Function, by name: checkout. The only one of the release file needs no name.',
  ignoreStdin: true,
  parse: async (text) => parseFunctionRef(text),
});

/** `fn` alone, for what belongs to the function as a whole and not to one of its versions. */
export const functionNameArg = Args.custom<string>({
  description: 'Function, by name: checkout. The only one of the release file needs no name.',
  ignoreStdin: true,
  parse: async (text) => {
    const {functionName, qualifier} = parseFunctionRef(text);
    if (qualifier === undefined) return functionName;
    throw new ParseError(
      `"${text}" names a part of a function, and this is about the whole of it.`,
      `Write the function alone: ${functionName}.`,
    );
  },
});

/** One published version, `8`. */
export const versionArg = Args.custom<PublishedVersion>({
  description: 'Published version.',
  ignoreStdin: true,
  parse: async (text) => parseVersion(text),
});

/** `8` or `8@10`; several of them make a split. */
export const trafficArg = Args.custom<TrafficSpec>({
  description: 'Wanted split: 8@10 gives version 8 10 %, 7@90 8@10 says both shares, 8 alone gives it all.',
  ignoreStdin: true,
  parse: async (text) => parseTrafficSpec(text),
});

/** A layer of this account, by name. */
export const layerNameArg = Args.custom<string>({
  description: 'Layer, by name: checkout-dependencies.',
  ignoreStdin: true,
  parse: async (text) => {
    // Lambda API, LayerName.
    if (/^[a-zA-Z0-9-_]{1,140}$/.test(text)) return text;
    throw new ParseError(`"${text}" is not a layer name.`, 'Write its name alone, without ARN and version.');
  },
});
