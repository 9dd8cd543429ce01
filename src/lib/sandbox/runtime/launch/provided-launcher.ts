import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import path from 'node:path';
import {readZipContent, readZipEntries} from '../../../package/zip/read-zip.js';
import type {CodeFolder} from '../code-folders.js';
import type {Launcher} from './launch.js';

const BOOTSTRAP = 'bootstrap';
const ELF = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);
// e_machine of an ELF header, by what Node.js calls the processor.
const MACHINES: Readonly<Record<number, string>> = {62: 'x64', 183: 'arm64'};

/** `provided*`: the `bootstrap` of the package or of a layer, run as it is. */
export function providedLauncher(host = {platform: process.platform, arch: process.arch}): Launcher {
  return {
    runs: (runtime) => runtime.startsWith('provided'),
    whyNot: async ({zip, layerZips}) => {
      // The package's own comes first; of two layers the later one wins.
      for (const each of [zip, ...[...layerZips].reverse()]) {
        const entry = readZipEntries(each).find(({name}) => name === BOOTSTRAP);
        if (entry) return foreign(await readZipContent(each, entry), host);
      }
      // On AWS such a function is created, and fails when it is invoked.
      return undefined;
    },
    launch: async (_version, folder) => ({command: await findBootstrap(folder), args: [], env: {}, framedLogs: false}),
  };
}

function foreign(binary: Buffer, host: {readonly platform: string; readonly arch: string}): string | undefined {
  if (!binary.subarray(0, ELF.length).equals(ELF) || binary.length < 20) return undefined;
  const arch = MACHINES[binary.readUInt16LE(18)];
  if (host.platform === 'linux' && (arch === undefined || arch === host.arch)) return undefined;
  return `its bootstrap is a Linux program for ${arch ?? 'another processor'}, this machine is ${host.platform} ${host.arch}`;
}

async function findBootstrap({task, opt}: CodeFolder): Promise<string> {
  for (const folder of [task, opt]) {
    const file = path.join(folder, BOOTSTRAP);
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      // Not there, or not executable: Lambda looks further as well.
    }
  }
  throw new Error("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
}
