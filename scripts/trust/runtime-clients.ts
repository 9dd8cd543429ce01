import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {isDeepStrictEqual, promisify} from 'node:util';
import {CreateFunctionCommand, InvokeCommand, LambdaClient} from '@aws-sdk/client-lambda';
import {startSandbox} from '../../src/lib/sandbox/start.js';
import {zipOf} from '../../test/sandbox/zip-of.js';

/** One of AWS's own runtime interface clients: whether its function answered as on Lambda, or why it was not tried. */
export interface RuntimeClient {
  readonly name: string;
  readonly outcome: 'answered' | 'did not answer' | `skipped: ${string}`;
}

interface Prepared {
  readonly runtime: string;
  readonly handler: string;
  readonly zip: Buffer;
  readonly javaClient?: string;
  /** In front of the PATH while it runs. */
  readonly bin?: string;
}

const run = promisify(execFile);
const EVENT = {n: 7};

const JAVA = 'com.amazonaws:aws-lambda-java-runtime-interface-client:2.6.0';
const PYTHON = 'awslambdaric==4.2.2';

const POM = (artifact: string): string => {
  const [group, id, version] = artifact.split(':');
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>trust</groupId><artifactId>trust</artifactId><version>1</version><packaging>pom</packaging><dependencies>
<dependency><groupId>${group}</groupId><artifactId>${id}</artifactId><version>${version}</version></dependency>
</dependencies></project>`;
};

const HANDLER = `import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

public class Echo implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    context.getLogger().log("serving " + context.getAwsRequestId());
    return event;
  }
}
`;

/** Runs one function each by AWS's runtime interface clients for Java and Python, fetched from Maven Central and PyPI, unchanged. */
export async function runtimeClients(): Promise<readonly RuntimeClient[]> {
  return [await tried(JAVA, java), await tried(PYTHON, python)];
}

async function tried(name: string, prepare: (folder: string) => Promise<Prepared>): Promise<RuntimeClient> {
  const folder = await mkdtemp(path.join(tmpdir(), 'runtime-client-'));
  try {
    let prepared: Prepared;
    try {
      prepared = await prepare(folder);
    } catch (error) {
      return {name, outcome: `skipped: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`};
    }
    return {name, outcome: (await answers(prepared)) ? 'answered' : 'did not answer'};
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

async function java(folder: string): Promise<Prepared> {
  const lib = path.join(folder, 'lib');
  await writeFile(path.join(folder, 'pom.xml'), POM(JAVA));
  await run('mvn', ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${lib}`], {cwd: folder});
  await writeFile(path.join(folder, 'Echo.java'), HANDLER);
  await run('javac', ['--release', '17', '-cp', path.join(lib, '*'), 'Echo.java'], {cwd: folder});
  const zip = await zipOf({'Echo.class': await readFile(path.join(folder, 'Echo.class'))});
  return {runtime: 'java17', handler: 'Echo::handleRequest', zip, javaClient: lib};
}

async function python(folder: string): Promise<Prepared> {
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  await run('python3', ['-m', 'venv', folder]);
  const interpreter = path.join(bin, 'python');
  await run(interpreter, ['-m', 'pip', '--quiet', '--disable-pip-version-check', 'install', PYTHON]);
  const version = 'import sys; print(f"python3.{sys.version_info.minor}")';
  const {stdout} = await run(interpreter, ['-c', version]);
  const source = `import sys
def handler(event, context):
    if "awslambdaric" not in sys.modules:
        raise RuntimeError("not by AWS's client")
    print("serving " + context.aws_request_id)
    return event
`;
  return {runtime: stdout.trim(), handler: 'app.handler', zip: await zipOf({'app.py': source}), bin};
}

// By its answer, and by the line that only its runtime can have written.
async function answers({runtime, handler, zip, javaClient, bin}: Prepared): Promise<boolean> {
  const {PATH = ''} = process.env;
  if (bin !== undefined) process.env.PATH = `${bin}:${PATH}`;
  try {
    await using sandbox = await startSandbox({updateDelayMs: 0, ...(javaClient !== undefined && {javaClient})});
    const client = new LambdaClient({
      endpoint: sandbox.endpoint,
      region: sandbox.region,
      credentials: {accessKeyId: 'test', secretAccessKey: 'test'},
    });
    const role = 'arn:aws:iam::000000000000:role/runner';
    const settings = {Timeout: 60, MemorySize: 512, Role: role, Runtime: runtime as 'java17', Handler: handler};
    await client.send(new CreateFunctionCommand({FunctionName: 'echo', Code: {ZipFile: zip}, ...settings}));
    sandbox.settle();
    const payload = Buffer.from(JSON.stringify(EVENT));
    const {
      Payload,
      FunctionError,
      LogResult = '',
    } = await client.send(new InvokeCommand({FunctionName: 'echo', Payload: payload, LogType: 'Tail'}));
    const answer: unknown = JSON.parse(Buffer.from(Payload ?? '').toString('utf8'));
    const isLogged = Buffer.from(LogResult, 'base64').toString('utf8').includes('serving ');
    return FunctionError === undefined && isLogged && isDeepStrictEqual(answer, EVENT);
  } finally {
    process.env.PATH = PATH;
  }
}
