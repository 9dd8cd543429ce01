import {execFileSync, spawnSync} from 'node:child_process';
import path from 'node:path';
import {build} from 'esbuild';
import {expect, onTestFinished, test} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Status from '../../src/commands/status.js';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {startSandbox} from '../../src/lib/sandbox/start.js';
import {startTraffic} from '../../src/lib/sandbox/traffic/start-traffic.js';
import {stubEnvironment} from '../aws/stub-aws.js';
import {runCommand} from '../cli/run-command.js';
import {isWhole} from '../fakes/whole.js';
import {tempFolder, writeTree} from '../package/temp-folder.js';

const has = (...[command, ...args]: [string, ...string[]]) => spawnSync(command, args).status === 0;

interface Language {
  readonly flags: readonly string[];
  /** A project whose handler answers `answer`, and fails for every fourth event when it is unlucky. */
  readonly project: (answer: string, isUnlucky: boolean) => Promise<string>;
}

const python: Language = {
  flags: ['--runtime', 'python3.13', '--handler', 'app.handler', '--layer', 'dependencies'],
  project: async (answer, isUnlucky) =>
    writeTree(tempFolder(), {
      'requirements.txt': 'greeting\n',
      'python/greeting-3.10.dist-info/METADATA': 'Metadata-Version: 2.1\nName: greeting\nVersion: 3.10\n',
      'python/greeting-3.10.dist-info/RECORD': 'greeting/__init__.py,,\n',
      'python/greeting/__init__.py': 'def greet(word): return word\n',
      'app.py': `from greeting import greet
def handler(event, context):
    if ${isUnlucky ? 'True' : 'False'} and event["index"] % 4 == 0: raise ValueError("unlucky")
    return greet("${answer}")
`,
    }),
};

const go: Language = {
  flags: ['--runtime', 'provided.al2023', '--handler', 'bootstrap'],
  project: async (answer, isUnlucky) => {
    const source = tempFolder();
    writeTree(source, {
      'go.mod': 'module bootstrap\n\ngo 1.20\n',
      'main.go': `package main
import ("encoding/json"; "net/http"; "os"; "strings")
func main() {
  base := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
  for {
    next, err := http.Get(base + "next")
    if err != nil { os.Exit(1) }
    var event struct{ Index int }
    json.NewDecoder(next.Body).Decode(&event)
    next.Body.Close()
    end, body := "/response", "\\"${answer}\\""
    if ${isUnlucky} && event.Index % 4 == 0 { end, body = "/error", "{\\"errorType\\":\\"Unlucky\\",\\"errorMessage\\":\\"unlucky\\"}" }
    told, err := http.Post(base + next.Header.Get("Lambda-Runtime-Aws-Request-Id") + end, "application/json", strings.NewReader(body))
    if err != nil { os.Exit(1) }
    told.Body.Close()
  }
}
`,
    });
    const folder = tempFolder();
    const env = {...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=mod'};
    execFileSync('go', ['build', '-o', path.join(folder, 'bootstrap'), '.'], {cwd: source, env});
    return folder;
  },
};

const typescript: Language = {
  flags: ['--runtime', 'nodejs22.x', '--handler', 'index.handler'],
  project: async (answer, isUnlucky) => {
    const source = writeTree(tempFolder(), {
      'greeting.ts': `export const greeting: string = '${answer}';\n`,
      'index.ts': `import {greeting} from './greeting.js';
interface Event { readonly index: number }
const seen = await Promise.resolve(0);
export const handler = async (event: Event): Promise<string> => {
  if (${isUnlucky} && (event.index + seen) % 4 === 0) throw new RangeError('unlucky');
  return greeting;
};
`,
    });
    const folder = tempFolder();
    const outfile = path.join(folder, 'index.mjs');
    await build({entryPoints: [path.join(source, 'index.ts')], bundle: true, format: 'esm', platform: 'node', outfile});
    return folder;
  },
};

const languages: readonly (readonly [string, Language, boolean])[] = [
  ['Python with a layer', python, has('python3', '--version')],
  ['Go', go, has('go', 'version')],
  ['TypeScript as an ES module', typescript, true],
];

// Half a minute each, and real traffic all the while: `npm run trust` does it.
for (const [name, {flags, project}, isThere] of languages) {
  test.runIf(isWhole && isThere)(
    `${name}: a good version is promoted under traffic, a bad one taken back`,
    async () => {
      const sandbox = await startSandbox({speed: 60, metricsDelayMs: 20_000});
      onTestFinished(() => sandbox.close());
      stubEnvironment(sandboxEnvironment(sandbox));
      const target = 'polyglot:live';
      const deploy = async (answer: string, isUnlucky: boolean, ...more: readonly string[]) =>
        runCommand(Deploy, [target, '--source', await project(answer, isUnlucky), ...flags, '--yes', ...more]);
      const role = 'arn:aws:iam::000000000000:role/any';
      const created = await deploy('hello', false, '--create', '--role', role);
      expect(created.exitCode, created.stderr).toBe(0);

      const ended = new AbortController();
      onTestFinished(() => ended.abort());
      const traffic = startTraffic({
        endpoint: sandbox.endpoint,
        ref: {functionName: 'polyglot', alias: 'live'},
        rps: 60,
        payload: (index) => JSON.stringify({index}),
        durationMs: 300_000,
        signal: ended.signal,
      });
      const rollout = ['--steps', '20%:4m,50%:3m', '--watch', '2m'];
      const good = await deploy('good day', false, ...rollout);
      expect(good.exitCode, good.stderr).toBe(0);
      const bad = await deploy('good night', true, ...rollout);
      expect(bad.exitCode, bad.stderr).toBe(5);
      ended.abort();
      expect((await traffic).sent).toBeGreaterThan(0);
      expect((await runCommand(Status, [target])).stdout).toMatch(/ 2\b/);
    },
    240_000,
  );
}
