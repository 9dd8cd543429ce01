import {execFile} from 'node:child_process';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {packageRoot} from '../../../src/lib/package-root.js';
import {compareFiles, folderFiles, zippedFilesBelow} from './compare-files.js';
import {type PublicProject, type SkippedProject, skippedFor} from './public-project.js';
import {answerOf} from './run-handler.js';

const run = promisify(execFile);
const RUNTIME = 'provided.al2023';
const MODULES = {'github.com/aws/aws-lambda-go': 'v1.50.0', 'github.com/yuin/goldmark': 'v1.7.13'};
const PROJECT = {
  name: Object.entries(MODULES)
    .map(([name, version]) => `${name}@${version}`)
    .join(' with '),
  tool: 'go',
} as const;

const HANDLER = `package main

import (
	"bytes"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/yuin/goldmark"
)

func main() {
	lambda.Start(func(event struct{ Text string }) (string, error) {
		var page bytes.Buffer
		err := goldmark.Convert([]byte(event.Text), &page)
		return page.String(), err
	})
}
`;

const release = (architecture: string) => `functions:
  project:
    source: out
    runtime: ${RUNTIME}
    architecture: ${architecture}
    build: go build -trimpath -tags lambda.norpc -o out/bootstrap .
`;

/**
 * A function of Go by AWS's own library, with a public module that it calls: built by what the release file says, packaged by the built
 * tool, compared with the program that was built, and called on the sandbox.
 */
export async function goProject(folder: string): Promise<PublicProject | SkippedProject> {
  const source = path.join(folder, 'go');
  const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
  const GOARCH = process.arch === 'arm64' ? 'arm64' : 'amd64';
  // What go fetches goes when the folder goes: it is not written read-only.
  const own = {GOPATH: path.join(folder, 'gopath'), GOFLAGS: '-modcacherw', GOOS: 'linux', GOARCH, CGO_ENABLED: '0'};
  const options = {cwd: source, env: {...process.env, ...own}};
  try {
    await mkdir(source);
    const required = Object.entries(MODULES).map((module) => `require ${module.join(' ')}\n`);
    await writeFile(path.join(source, 'go.mod'), `module project\n\ngo 1.21\n\n${required.join('')}`);
    await writeFile(path.join(source, 'main.go'), HANDLER);
    await writeFile(path.join(source, 'release.yml'), release(architecture));
    await run('go', ['mod', 'tidy'], options);
  } catch (error) {
    return {...PROJECT, ...skippedFor(error)};
  }
  await run(process.execPath, [path.join(packageRoot, 'bin', 'run.js'), 'package', 'project'], options);
  const zip = await readFile(path.join(source, 'project.zip'));
  const differences = compareFiles(
    zippedFilesBelow(zip, ''),
    await folderFiles(path.join(source, 'out')),
    () => undefined,
  );
  const answer = await answerOf({zip, runtime: RUNTIME, event: {Text: '# Released'}});
  return {...PROJECT, way: 'build', isAnswering: answer === '<h1>Released</h1>\n', ...differences};
}
