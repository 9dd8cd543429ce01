import {runtimePlatform} from '../../model/function/runtime-platform.js';
import {type PlatformPath, platformOf} from '../platform-path.js';
import {isNewerGlibc} from './glibc-version.js';
import type {BinaryHeader} from './inspect-content.js';

/** What decides whether a compiled file can be loaded. */
interface Loadable extends BinaryHeader {
  readonly path: string;
  /** Absent when it asks for none, or that is not known. */
  readonly glibc?: string | undefined;
}

/** Where a function runs, as far as it is known. */
export interface FunctionPlatform {
  readonly architecture?: string | undefined;
  readonly runtime?: string | undefined;
}

const CPYTHON = /\.cpython-(\d+)([a-z]?)-[^/]*\.so$/;
const PYPY = /\.pypy[\w-]*\.so$/;
const NODE_ABI = /(?:^|[/.])(?:node-v|abi)(\d+)(?=[./-])/;
const OPENSSL = /openssl-(\d\.\d)\.x/;

/**
 * Why a compiled file cannot be loaded where the function runs; `undefined` when nothing speaks against it. Compared are the system,
 * machine and C library, and where the runtime is known its glibc, OpenSSL (Prisma's engines), Python ABI and Node ABI; `abi3` and
 * Node-API stand for every version.
 */
export function misfit(binary: Loadable, {architecture, runtime}: FunctionPlatform): string | undefined {
  const {format, machine, path, glibc} = binary;
  const fits = architecture === undefined ? machine === 'x86_64' || machine === 'arm64' : machine === architecture;
  if (format !== 'ELF' || !fits) return `${format}, ${machine}`;
  const {otherLinux} = platformOf(path);
  if (otherLinux !== undefined) return `for ${otherLinux}`;
  const runs = runtimePlatform(runtime);
  return (
    pythonMisfit(path, runs.python) ??
    nodeMisfit(path, runs.nodeAbi) ??
    opensslMisfit(path, runs.openssl) ??
    (glibc !== undefined && runs.glibc !== undefined && isNewerGlibc(glibc, runs.glibc)
      ? `needs glibc ${glibc}; ${runtime} has ${runs.glibc}`
      : undefined)
  );
}

/** The path up to where it begins to name a platform or an ABI: the same for the variants of one binary. */
export function familyOf({family}: PlatformPath): string {
  return family.replace(/(?:\.cpython-\d+[a-z]?-|(?:node-v|abi)\d+[.-].*)$/, '');
}

function pythonMisfit(path: string, python: string | undefined): string | undefined {
  if (python === undefined) return undefined;
  const [, version, variant] = CPYTHON.exec(path) ?? [];
  if (version === undefined) return PYPY.test(path) ? 'for PyPy' : undefined;
  return version === python && variant === '' ? undefined : `for CPython ${version.replace(/^3/, '3.')}${variant}`;
}

function nodeMisfit(path: string, nodeAbi: number | undefined): string | undefined {
  const abi = nodeAbi === undefined ? undefined : NODE_ABI.exec(path)?.[1];
  return abi === undefined || Number(abi) === nodeAbi
    ? undefined
    : `for Node.js ABI ${abi}; the runtime has ${nodeAbi}`;
}

function opensslMisfit(path: string, openssl: string | undefined): string | undefined {
  const series = openssl === undefined ? undefined : OPENSSL.exec(path)?.[1];
  return series === undefined || series === openssl ? undefined : `for OpenSSL ${series}; the runtime has ${openssl}`;
}
