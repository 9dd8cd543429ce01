import {Config} from '@oclif/core';
import {BaseCommand} from '../../src/lib/cli/base-command.js';
import {packageRoot} from '../../src/lib/package-root.js';
import type {Session} from '../../src/lib/service/session.js';

// Spawned by signals.test.ts: works until it is interrupted, then "restores" for as long as it is told.
const restoreMs = Number(process.argv[2]);

class Restoring extends BaseCommand<{readonly ending: string}> {
  static override id = 'restoring';

  async run(): Promise<{readonly ending: string}> {
    await this.parse(Restoring);
    return {ending: await this.serve({}, restoreWhenAborted)};
  }

  protected toText({ending}: {readonly ending: string}): string {
    return `${ending}, handlers left: ${process.listenerCount('SIGINT')}`;
  }
}

function restoreWhenAborted({host}: Session, signal: AbortSignal): Promise<string> {
  host.wouldLeave('checkout:live still gives 5% to version 8: lambda-release rollout abort checkout:live');
  return new Promise((resolve) => {
    const keepAlive = setInterval(() => undefined, 1000);
    signal.addEventListener('abort', () => {
      process.stdout.write('restoring\n');
      setTimeout(() => {
        clearInterval(keepAlive);
        resolve(`restored after ${signal.reason.signal}`);
      }, restoreMs);
    });
    process.stdout.write('ready\n');
  });
}

await Restoring.run([], await Config.load({root: packageRoot, ignoreManifest: true}));
