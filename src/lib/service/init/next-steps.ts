import {beforeRelease} from '../../config/project/draft.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {NextStep} from '../../report/result/init/init-text.js';
import type {SettledDraft} from './settle-draft.js';

/** Any role will do on the sandbox; the account is the sandbox's. */
const REHEARSED_ROLE = 'arn:aws:iam::000000000000:role/any';

/** What to do with a release file that has just been written; every line works as it is. */
export function stepsAfter({functions, alias, build, maker}: SettledDraft): readonly NextStep[] {
  const [first] = functions;
  const name = first?.name ?? first?.key ?? '';
  const role = first?.settings.role;
  const [whose, it] = functions.length === 1 ? [name, 'it is'] : ['them', 'they are'];
  const creation = `lambda-release deploy --create${role === undefined ? ` --role ${REHEARSED_ROLE}` : ''}`;
  const target = shellQuoted(formatAliasRef({functionName: name, alias}));
  const unnamed = functions.flatMap(({nameCommand}) => nameCommand ?? []);
  return [
    ...(unnamed.length > 0 ? [{why: 'The names on AWS, which belong into the release file:', commands: unnamed}] : []),
    ...making(beforeRelease(build, functions)),
    {why: 'See what would be packaged; nothing leaves this machine:', commands: ['lambda-release package']},
    {
      why: 'Rehearse without an AWS account: in another shell, and copy the lines it prints into this one:',
      commands: ['lambda-release sandbox start --speed 60'],
    },
    {why: creating(whose, role, maker), commands: [creation]},
    {
      why: 'On the sandbox, callers, in a shell of their own with the same lines; a rollout is judged by what they meet:',
      commands: [`lambda-release sandbox traffic ${target}`],
    },
    {
      why: `Where ${it} there: what would stop a release, the plan, and the release itself:`,
      commands: [
        functions.length === 1 ? `lambda-release doctor ${target}` : 'lambda-release doctor',
        'lambda-release deploy --dry-run',
        'lambda-release deploy',
      ],
    },
  ];
}

function creating(whose: string, role: string | undefined, maker: string | undefined): string {
  if (maker === 'there') return `Make ${whose} on the sandbox, with any role; on AWS it is there:`;
  if (maker !== undefined) return `Make ${whose} on the sandbox, with any role; on AWS ${maker} does that:`;
  if (role !== undefined) return `Make ${whose} where it is not there yet:`;
  return `Make ${whose} where it is not there yet: on the sandbox with any role, on AWS with the ARN of its own:`;
}

/** The same for a release file that was there. */
export function stepsWith({build, functions}: Built): readonly NextStep[] {
  return [
    ...making(beforeRelease(build, functions)),
    {
      why: 'What would stop a release, the plan, and the release itself:',
      commands: ['lambda-release doctor', 'lambda-release deploy --dry-run', 'lambda-release deploy'],
    },
  ];
}

/** What makes the functions, and which of it they name themselves. */
interface Built {
  readonly build: readonly string[];
  readonly functions: Parameters<typeof beforeRelease>[1];
}

function making(commands: readonly string[]): readonly NextStep[] {
  return commands.length > 0 ? [{why: 'Make what is packaged:', commands}] : [];
}
