import {existsSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {findReleasePath, RELEASE_FILE_NAMES} from '../../config/load-release-file.js';
import {parseReleaseFile} from '../../config/parse-release-file.js';
import {fileNames} from '../../config/project/project-file.js';
import type {ReleaseFile} from '../../config/release-file.js';
import {type PlannedFile, plannedFile} from '../../config/scaffold/planned-file.js';
import {releaseText} from '../../config/scaffold/release-text.js';
import {schemaAddress} from '../../config/scaffold/schema-address.js';
import {UsageError} from '../../errors.js';
import {IGNORE_FILE} from '../../package/source/ignore-rules.js';
import {packageRoot} from '../../package-root.js';
import type {SettledDraft} from './settle-draft.js';
import {EXAMPLE_SETTINGS} from './source-draft.js';

const TEMPLATES = path.join(packageRoot, 'templates');
/** A folder with one of these is a project's own: more lies in it than what Lambda runs. */
const PROJECT_FILES =
  /^(package\.json|pyproject\.toml|requirements\.txt|template\.ya?ml|serverless\.ya?ml|function\.json(net)?|\.git)$/;

/** Files of a draft: the release file last, so that it is as it was when the rest cannot be written. */
interface DraftFiles {
  readonly draft: SettledDraft;
  readonly others: readonly PlannedFile[];
  readonly release: PlannedFile;
  /** The release file as a release will read it. */
  readonly releaseFile: ReleaseFile;
}

/**
 * Plans the release file of a draft, with what is `open` above its functions, an example where its source is not there, and a .lambdaignore
 * where the source is a whole project. Throws UsageError when the draft is no valid release file.
 */
export async function planFiles(
  folder: string,
  draft: SettledDraft,
  open: readonly string[] = [],
): Promise<DraftFiles> {
  const [first] = draft.functions;
  const isExample = draft.isExample === true && first !== undefined && !existsSync(path.join(folder, first.source));
  const others = [
    ...(isExample ? await exampleFiles(folder, first.source) : []),
    ...(await ignoreFiles(folder, draft)),
  ];
  const name = path.basename((await findReleasePath(folder)) ?? RELEASE_FILE_NAMES[0]);
  const template = await readFile(path.join(TEMPLATES, 'release.yml'), 'utf8');
  const schema = await schemaAddress(folder);
  const planned = (each: SettledDraft) => plannedFile(folder, name, releaseText(template, {...each, schema, open}));
  const release = await planned(draft);
  const asExample = withExample(draft);
  const before = release.before === release.text || asExample === undefined ? undefined : await planned(asExample);
  // Written here before, with the example; what the code has become since is no reason to write the file again.
  const isSame = before !== undefined && before.text === before.before;
  const chosen = isSame ? before : release;
  return {
    draft: isSame && asExample ? asExample : draft,
    others,
    release: chosen,
    releaseFile: asReleaseFile(chosen.text, path.join(folder, name), draft),
  };
}

function withExample(draft: SettledDraft): SettledDraft | undefined {
  const [first, ...more] = draft.functions;
  if (first === undefined || more.length > 0 || first.settings.handler !== undefined) return undefined;
  return {...draft, functions: [{...first, settings: EXAMPLE_SETTINGS}], gaps: []};
}

async function exampleFiles(folder: string, source: string): Promise<readonly PlannedFile[]> {
  const names = (await readdir(path.join(TEMPLATES, 'function'))).sort();
  return Promise.all(
    names.map(async (name) =>
      plannedFile(
        folder,
        path.posix.join(source, name),
        await readFile(path.join(TEMPLATES, 'function', name), 'utf8'),
      ),
    ),
  );
}

/** One that is there says what its author wants. */
async function ignoreFiles(folder: string, {functions}: SettledDraft): Promise<readonly PlannedFile[]> {
  const text = await readFile(path.join(TEMPLATES, 'lambdaignore'), 'utf8');
  const files: PlannedFile[] = [];
  for (const source of new Set(functions.filter(({isBuilt}) => !isBuilt).map((each) => each.source))) {
    const names = await fileNames(path.join(folder, source));
    const isProject = names.some((name) => PROJECT_FILES.test(name)) || existsSync(path.join(folder, source, '.git'));
    if (!isProject) continue;
    const file = await plannedFile(folder, path.posix.join(source, IGNORE_FILE), text);
    if (file.before === undefined || file.before === text) files.push(file);
  }
  return files;
}

/** Throws UsageError when what was taken over is nothing that a release file may say. */
function asReleaseFile(text: string, file: string, {origin}: SettledDraft): ReleaseFile {
  try {
    return parseReleaseFile(text, file);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`What was made of ${origin} is no valid release file. ${error.message}`, {
      code: 'DRAFT_INVALID',
      suggestions: [
        'Say it by flags instead: lambda-release init NAME --source DIR --handler FILE.EXPORT --runtime RUNTIME',
      ],
      details: error.details,
      cause: error,
    });
  }
}
