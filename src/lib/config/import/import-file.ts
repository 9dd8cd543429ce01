import path from 'node:path';
import {UsageError} from '../../errors.js';
import type {Draft} from '../project/draft.js';
import {projectText} from '../project/project-file.js';
import {fieldsOf} from './fields.js';
import {lambrollFunction} from './lambroll-function.js';
import {isTemplate, samTemplate, TEMPLATE_NAMES} from './sam-template.js';
import {serverlessFile} from './serverless-file.js';
import {readTaggedYaml} from './tagged-yaml.js';
import {terraformDraft} from './terraform-draft.js';
import {isTerraformState} from './terraform-state.js';

/** Files of other tools by the names they have, the most telling first. */
export const IMPORTED_NAMES: readonly string[] = [
  'function.json',
  ...TEMPLATE_NAMES,
  'serverless.yml',
  'serverless.yaml',
];

/** Files that say what a function is and have to be run for it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'function.jsonnet': 'lambroll render > function.json',
  'serverless.ts': 'serverless print > serverless.yml',
  'serverless.js': 'serverless print > serverless.yml',
};

/**
 * What a file of SAM, CloudFormation, lambroll, the Serverless Framework or a state of Terraform gives for a release file in `folder`. Nothing when it is
 * none of theirs, or has no function whose code is a folder. Throws UsageError when it cannot be read.
 */
export async function importFile(folder: string, named: string): Promise<Draft | undefined> {
  const text = await projectText(path.resolve(folder, named));
  return text === undefined ? undefined : importValue(folder, named, readTaggedYaml(text, named));
}

/** The same of what stands in it, already read. */
export async function importValue(folder: string, named: string, value: unknown): Promise<Draft | undefined> {
  const file = path.resolve(folder, named);
  const from = path.relative(folder, path.dirname(file)).split(path.sep).join('/') || '.';
  const {FunctionName, Handler, service, functions} = fieldsOf(value);
  if (isTerraformState(value)) return terraformDraft(file, value, from);
  if (isTemplate(value)) return samTemplate(file, value, from);
  if (FunctionName !== undefined || Handler !== undefined) return lambrollFunction(file, value, from);
  if (service !== undefined && functions !== undefined) return serverlessFile(file, value, from);
  return undefined;
}

/** The same for a file that was asked for: throws UsageError when it gives nothing. */
export async function requireImport(folder: string, named: string): Promise<Draft> {
  const program = PROGRAMS[path.basename(named)];
  const draft = program === undefined ? await importFile(folder, named) : undefined;
  if (draft) return draft;
  const isThere = (await projectText(path.resolve(folder, named))) !== undefined;
  throw new UsageError(
    !isThere
      ? `There is no file ${named}.`
      : program === undefined
        ? `${named} names no function that can be released: none of SAM, CloudFormation, lambroll, the Serverless Framework or a state of Terraform with a folder of code.`
        : `${named} is a program, and is not run here.`,
    {
      code: isThere ? 'IMPORT_EMPTY' : 'IMPORT_NOT_FOUND',
      suggestions: [
        program !== undefined && isThere
          ? `Let its own tool write it out, and take that: ${program}`
          : 'Name a template.yaml, a function.json, a serverless.yml, or a function on AWS: init --from checkout:live',
      ],
      details: {file: named},
    },
  );
}

/** What to say of files that would have to be run, by their names. */
export function programGaps(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const command = PROGRAMS[name];
    return command === undefined
      ? []
      : [`${name} is a program, and is not run here. Its own tool writes it out: ${command}`];
  });
}
