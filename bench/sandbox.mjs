import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

const bin = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'bin', 'run.js');

/** Starts the built tool's sandbox on a port of its own: `environment` is that of processes that are to speak to it. */
export async function startSandbox(words = []) {
  const child = spawn(process.execPath, [bin, 'sandbox', 'start', '--port', '0', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The sandbox ended with exit code ${code} before it said where it listens.`);
  });
  const {url, clock} = await Promise.race([exportsIn(child.stderr), ended]);
  child.stdout.resume();
  ended.catch(() => undefined);
  const environment = {
    ...process.env,
    AWS_ENDPOINT_URL: url,
    ...(clock && {LAMBDA_RELEASE_CLOCK: clock}),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    // The user's own compile caches and options must not tip the scales.
    NODE_OPTIONS: '',
    // The SDK's notice about Node 20 is for those who build with it.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  return {bin, environment, close: () => child.kill('SIGTERM')};
}

/** What the sandbox says that other shells should export: where it is, and how fast its clock runs. */
async function exportsIn(stream) {
  const said = {};
  for await (const line of createInterface({input: stream})) {
    const [, name, value] = /export (\w+)=(\S+)/.exec(line) ?? [];
    if (name === 'AWS_ENDPOINT_URL') said.url = value;
    if (name === 'LAMBDA_RELEASE_CLOCK') said.clock = value;
    if (line.startsWith('Then')) {
      stream.resume();
      return said;
    }
  }
  return new Promise(() => undefined);
}
