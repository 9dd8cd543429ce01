/** What decides on a runtime whether a compiled file loads. A field is absent where it plays no part or is not known. */
export interface RuntimePlatform {
  /** Version of glibc: Amazon Linux 2 has 2.26, Amazon Linux 2023 has 2.34. */
  readonly glibc?: string;
  /** Series of OpenSSL: Amazon Linux 2 has 1.0, Amazon Linux 2023 has 3.0. */
  readonly openssl?: string;
  /** CPython's ABI tag without `cp`: `313`. */
  readonly python?: string;
  /** NODE_MODULE_VERSION. */
  readonly nodeAbi?: number;
}

const AMAZON_LINUX_2 = {glibc: '2.26', openssl: '1.0'};
const AMAZON_LINUX_2023 = {glibc: '2.34', openssl: '3.0'};
/** The first major or minor version of each language on Amazon Linux 2 and on 2023 (LDG, "Lambda runtimes"). */
const LANGUAGES: Readonly<Record<string, readonly [al2: number, al2023: number]>> = {
  nodejs: [12, 20],
  python: [3.08, 3.12],
  java: [11, 21],
  dotnet: [6, 8],
  ruby: [2.07, 3.03],
};
const NAMED: Readonly<Record<string, RuntimePlatform>> = {
  'provided.al2': AMAZON_LINUX_2,
  'java8.al2': AMAZON_LINUX_2,
  'provided.al2023': AMAZON_LINUX_2023,
};
/** Node.js's registry of ABI versions (nodejs/node, doc/abi_version_registry.json). */
const NODE_ABIS: Readonly<Record<number, number>> = {12: 72, 14: 83, 16: 93, 18: 108, 20: 115, 22: 127, 24: 137};

/** What a runtime of Lambda, by its identifier, can load; empty when it is not known. */
export function runtimePlatform(runtime: string | undefined): RuntimePlatform {
  const named = NAMED[runtime ?? ''];
  if (named) return named;
  const [, language = '', major = '', minor] = /^([a-z]+)(\d+)(?:\.(\d+|x))?$/.exec(runtime ?? '') ?? [];
  const first = LANGUAGES[language];
  if (!first) return {};
  const minorNumber = minor === undefined || minor === 'x' ? 0 : Number(minor);
  const version = Number(major) + minorNumber / 100;
  const [al2, al2023] = first;
  return {
    ...(version >= al2023 ? AMAZON_LINUX_2023 : version >= al2 ? AMAZON_LINUX_2 : {}),
    ...(language === 'python' && {python: `${major}${minorNumber}`}),
    ...nodeAbiOf(language, Number(major)),
  };
}

function nodeAbiOf(language: string, major: number): Pick<RuntimePlatform, 'nodeAbi'> {
  const nodeAbi = language === 'nodejs' ? NODE_ABIS[major] : undefined;
  return nodeAbi === undefined ? {} : {nodeAbi};
}
