import {execFile} from 'node:child_process';
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {readZipEntries} from '../../../package/zip/read-zip.js';
import type {Launcher} from './launch.js';

const CLIENT = /(^|\/)aws-lambda-java-runtime-interface-client-[^/]*\.jar$/;
const MAIN = 'com.amazonaws.services.lambda.runtime.api.client.AWSLambda';

interface Java {
  readonly home: string;
  /** Every one since Java 9. */
  readonly hasModules: boolean;
}

/**
 * `java*`: by AWS's runtime interface client, from the package's or a layer's `lib`, or from the folder of jars the sandbox
 * was told of. The class path is Lambda's: the package, its `lib`, then the layers' `java/lib`.
 */
export function javaLauncher(jars: string | undefined): Launcher {
  let java: Promise<Java | undefined> | undefined;
  const findJava = (): Promise<Java | undefined> => {
    java ??= installedJava();
    return java;
  };
  return {
    runs: (runtime) => /^java\d+(\.al2)?$/.test(runtime),
    whyNot: async ({zip, layerZips}) => {
      if (!(await findJava())) return 'no java is on the PATH of the sandbox';
      if (jars !== undefined && (await hasClient(jars))) return undefined;
      const packed = [zip, ...layerZips].some((each) => readZipEntries(each).some(({name}) => CLIENT.test(name)));
      if (packed) return undefined;
      return 'no aws-lambda-java-runtime-interface-client jar is in its lib folder, in a layer, or in the folder of --java-client';
    },
    launch: async ({handler, memoryMb}, {task, opt}) => {
      const found = await findJava();
      if (!found) throw new Error('No java is on the PATH of the sandbox.');
      const places = [task, path.join(task, 'lib', '*'), path.join(opt, 'java', 'lib', '*')];
      return {
        command: path.join(found.home, 'bin', 'java'),
        args: [
          // Lambda gives the heap 85 % of the memory, and warms up with the first compiler only.
          `-Xmx${Math.floor(memoryMb * 0.85)}m`,
          '-XX:+UseSerialGC',
          '-XX:TieredStopAtLevel=1',
          // The client opens the log's descriptor by its number, as Lambda lets it.
          ...(found.hasModules ? ['--add-opens=java.base/java.io=ALL-UNNAMED'] : []),
          '-cp',
          [...places, ...(jars === undefined ? [] : [path.join(jars, '*')])].join(':'),
          MAIN,
          handler,
        ],
        env: {},
        framedLogs: true,
      };
    },
  };
}

async function installedJava(): Promise<Java | undefined> {
  try {
    const {stderr} = await promisify(execFile)('java', ['-XshowSettings:properties', '-version'], {timeout: 20_000});
    const home = /java\.home = (.+)/.exec(stderr)?.[1]?.trim();
    return home === undefined ? undefined : {home, hasModules: !/specification\.version = 1\.8/.test(stderr)};
  } catch {
    return undefined; // Not there, or there and broken: whoever asks says so by name.
  }
}

async function hasClient(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).some((name) => CLIENT.test(name));
  } catch {
    return false; // No such folder: the refusal names the setting.
  }
}
