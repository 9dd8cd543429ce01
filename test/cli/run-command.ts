import {Config} from '@oclif/core';
import {packageRoot} from '../../src/lib/package-root.js';

export interface CommandClass {
  id: string;
  flags?: object;
  run(argv: string[], config: Config): Promise<unknown>;
}

export interface CommandOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

// A command hears signals for three seconds past its end; here many of them share one process.
process.setMaxListeners(500);

/** Runs a command in this process and gives back what a shell would see. */
export async function runCommand(command: CommandClass, argv: readonly string[]): Promise<CommandOutcome> {
  const out = capture(process.stdout);
  const err = capture(process.stderr);
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    const config = await Config.load({root: packageRoot, ignoreManifest: true});
    await command.run([...argv], config);
    return {stdout: out.text(), stderr: err.text(), exitCode: Number(process.exitCode ?? 0)};
  } finally {
    process.exitCode = before;
    out.restore();
    err.restore();
  }
}

function capture(stream: NodeJS.WriteStream) {
  const write = stream.write;
  const written: string[] = [];
  stream.write = (chunk: Uint8Array | string) => {
    written.push(String(chunk));
    return true;
  };
  return {
    text: () => written.join(''),
    restore: () => {
      stream.write = write;
    },
  };
}
