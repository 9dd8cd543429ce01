import path from 'node:path';
import {UsageError} from '../../errors.js';
import type {Stage} from '../../model/adoption.js';
import {importValue, programGaps} from '../import/import-file.js';
import {isTemplate, TEMPLATE_NAMES} from '../import/sam-template.js';
import {readTaggedYaml} from '../import/tagged-yaml.js';
import {isTerraformState} from '../import/terraform-state.js';
import type {Draft, DraftFunction} from '../project/draft.js';
import {fileNames} from '../project/project-file.js';
import {isSam, samStages} from './sam-stages.js';
import {terraformStages} from './terraform-stages.js';

/** Names that a state or a template has by itself. */
const USUAL_NAMES: readonly string[] = [...TEMPLATE_NAMES, 'terraform.tfstate'];
const STATE_COMMAND = 'terraform show -json | lambda-release adopt --from -';

/** Functions whose owner is another tool, out of its own file. */
export interface OwnedFunctions {
  readonly draft: Draft;
  /** What tells the owner to leave these functions alone, whose callers use this alias. */
  readonly stagesOf: (functions: readonly DraftFunction[], alias: string) => readonly Stage[];
}

/** The one file in a folder that an owner keeps. Throws UsageError (exit 2) when there is none, or several. */
export async function findOwnedFile(folder: string): Promise<string> {
  const names = await fileNames(folder);
  const [found, ...others] = USUAL_NAMES.filter((name) => names.includes(name));
  if (found !== undefined && others.length === 0) return found;
  if (found !== undefined) {
    throw new UsageError(`Several files here may be the owner's: ${[found, ...others].join(', ')}.`, {
      code: 'OWNER_AMBIGUOUS',
      suggestions: [`Name the one that makes the functions: lambda-release adopt --from ${found}`],
    });
  }
  const isTerraform = names.some((name) => name.endsWith('.tf') || name.endsWith('.tofu'));
  const isCdk = names.includes('cdk.json');
  throw new UsageError('No state of Terraform and no template of SAM is here.', {
    code: 'OWNER_NOT_FOUND',
    suggestions: [
      ...(isTerraform ? [`The state is elsewhere; let Terraform say it: ${STATE_COMMAND}`] : []),
      ...(isCdk
        ? [
            'For CDK: docs/coming-from/cdk.md has the lines, and the release file is made of the live function: lambda-release init --from NAME:ALIAS',
          ]
        : []),
      'Name one: lambda-release adopt --from template.yaml',
      'Where no other tool makes the function: lambda-release init',
      ...programGaps(names),
    ],
    details: {folder},
  });
}

/**
 * What the owner's file says of its functions, and what tells the owner to leave code and alias alone. `text` is what stands in `file`,
 * which may be nowhere. Throws UsageError when it is no state of Terraform and no template of SAM, or has no function with a zip.
 */
export async function ownedFunctions(folder: string, file: string, text: string): Promise<OwnedFunctions> {
  const value = readOwned(text, file);
  const draft = await importValue(folder, file, value);
  if (draft && isTerraformState(value)) return {draft, stagesOf: (functions) => terraformStages(value, functions)};
  if (draft && isSam(value)) return {draft, stagesOf: (functions, alias) => samStages(value, functions, alias)};
  const isKnown = isTerraformState(value) || isTemplate(value);
  throw new UsageError(
    isKnown && !draft
      ? `${path.basename(file)} has no function whose code is a zip.`
      : `${path.basename(file)} is no state of Terraform and no template of SAM.`,
    {
      code: 'OWNER_UNKNOWN',
      suggestions: [
        `Of Terraform: ${STATE_COMMAND}`,
        'Of CloudFormation or CDK: docs/coming-from/cdk.md has the lines, and the release file is made of the live function: lambda-release init --from NAME:ALIAS',
        'Of lambroll or the Serverless Framework: lambda-release init --from FILE',
      ],
      details: {file},
    },
  );
}

/** A large state is read in no time as the JSON it is; what is none, or a broken one, is told by its line. */
function readOwned(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return readTaggedYaml(text, file);
  }
}
