import {IMPORTED_NAMES, importFile, programGaps} from '../import/import-file.js';
import type {Draft} from './draft.js';
import {nodeProject} from './node-project.js';
import {fileNames} from './project-file.js';
import {pythonProject} from './python-project.js';
import {workspace} from './workspace.js';

/** What lies in a folder. */
export interface FoundDrafts {
  /** The likeliest first: a file that names functions says more than a project in which one is guessed. */
  readonly drafts: readonly Draft[];
  /** What is there and cannot be read or built from here. */
  readonly remarks: readonly string[];
}

/** Languages that are compiled to something which says nothing of how: named, and what to do. */
const COMPILED: readonly {readonly files: readonly string[]; readonly remark: string}[] = [
  {
    files: ['go.mod'],
    remark:
      'go.mod: Go is not built here. Build it (GOOS=linux GOARCH=arm64 CGO_ENABLED=0 go build -tags lambda.norpc -o dist/bootstrap .), then: ' +
      'lambda-release init --source dist --runtime provided.al2023 --handler bootstrap',
  },
  {
    files: ['pom.xml'],
    remark:
      'pom.xml: Java is not built here. Build it into one jar with what it depends on (mvn package, with the Maven Shade plugin), then: ' +
      'lambda-release init --source target/NAME.jar --runtime java21 --handler package.Class::method',
  },
  {
    files: ['build.gradle', 'build.gradle.kts'],
    remark:
      'Java is not built here. Build it into one jar with what it depends on (gradle shadowJar, with the Shadow plugin), then: ' +
      'lambda-release init --source build/libs/NAME-all.jar --runtime java21 --handler package.Class::method',
  },
  {
    files: ['Cargo.toml'],
    remark:
      'Cargo.toml: Rust is not built here. Build it (cargo lambda build --release), then: ' +
      'lambda-release init --source target/lambda/NAME --runtime provided.al2023 --handler bootstrap',
  },
];

/** Reads what a folder has of functions: files of other tools, workspaces, projects. Throws UsageError when a file cannot be read. */
export async function findDrafts(folder: string): Promise<FoundDrafts> {
  const names = await fileNames(folder);
  const drafts: (Draft | undefined)[] = [];
  for (const name of IMPORTED_NAMES) if (names.includes(name)) drafts.push(await importFile(folder, name));
  const found = await workspace(folder);
  drafts.push(found ?? (await nodeProject(folder)), await pythonProject(folder));
  return {
    drafts: drafts.filter((draft) => draft !== undefined),
    remarks: [
      ...programGaps(names),
      ...COMPILED.flatMap(({files, remark}) => (files.some((name) => names.includes(name)) ? [remark] : [])),
    ],
  };
}
