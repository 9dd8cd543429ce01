import {crc32} from 'node:zlib';
import {credentialHints} from './credential-hints.js';

/** Something that looks like a credential. Never the credential itself. */
export interface FoundSecret {
  /** Such as `private key`. */
  readonly kind: string;
  /** Where it begins, in bytes from the start of the file. */
  readonly at: number;
}

/** What the header of an executable file or a shared object says of itself. */
export interface BinaryHeader {
  readonly format: 'ELF' | 'Mach-O' | 'PE';
  /** `x86_64`, `arm64` as AWS Lambda calls them, the name of another machine, or `several` for a universal Mach-O. */
  readonly machine: string;
}

/** What was noticed in a content; absent when it is nothing. */
export interface Inspection {
  readonly secrets?: readonly FoundSecret[];
  readonly binary?: BinaryHeader;
}

interface Rule {
  readonly kind: string;
  readonly pattern: RegExp;
  readonly isIssued?: (credential: string) => boolean;
}

// What every rule below needs to have around a hint of credential-hints.ts: most hints end here.
const WORTH_A_LOOK =
  /PRIVATE KEY|A[KS]IA[A-Z2-7]{16}|[sS][eE][cC][rR][eE][tT]_?[aA][cC][cC][eE][sS][sS]_?[kK][eE][yY]|gh[opsur]_\w{36}|github_pat_\w{22}|_authToken|npm_\w{36}|xox[abprs]-\d{8}|[rs]k_live_\w{20}|glpat-/;

// A marker alone stands in every program that reads keys: the body has to follow it, escaped newlines allowed. Every repetition
// has a bound, so that no file can make the search take long.
const KEY_BODY = String.raw`(?:\\r|\\n|\s|["'+]){1,24}(?:[A-Za-z-]{1,40}: [^\n]{0,200}\n{1,8}){0,4}(?:\\r|\\n|\s){0,24}[A-Za-z0-9+/=]{40}`;
// An equals sign may stand before it: KEY=value.
const SECRET_KEY = `(?<![A-Za-z0-9/+])(?![A-Za-z0-9/+]{0,33}EXAMPLE)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])`;
// AWS's documentation marks its keys so: AKIAIOSFODNN7EXAMPLE, wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY. They are passed over while
// searching, for a real pair may follow.
const KEY_ID = '(?<![A-Z0-9])(?!A[KS]IA[A-Z2-7]{9}EXAMPLE)A[KS]IA[A-Z2-7]{16}(?![A-Z0-9])';

/**
 * The shapes that the issuers of these credentials document; group 1, where there is one, is the credential. `isIssued` says, where it
 * can be told, whether the issuer has made it.
 */
const RULES: readonly Rule[] = [
  {
    kind: 'private key',
    pattern: new RegExp(`-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----${KEY_BODY}`, 'g'),
  },
  {
    // An access key id alone opens nothing: it is one with a secret access key beside it.
    kind: 'AWS access key',
    pattern: new RegExp(`${KEY_ID}[\\s\\S]{1,300}?(${SECRET_KEY})`, 'g'),
  },
  {
    kind: 'AWS secret access key',
    pattern: new RegExp(`secret_?access_?key["']?\\s{0,8}[:=]\\s{0,8}["']?(${SECRET_KEY})`, 'gi'),
  },
  {kind: 'npm token', pattern: /_authToken["']?\s{0,8}[:=]\s{0,8}["']?([\w.~+/-]{16,})/g},
  {kind: 'npm token', pattern: /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/g},
  {kind: 'GitHub token', pattern: /(?<!\w)gh[opsur]_[A-Za-z0-9]{36,}(?!\w)/g, isIssued: isIssuedByGitHub},
  {kind: 'GitHub token', pattern: /(?<!\w)github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?!\w)/g},
  {kind: 'GitLab token', pattern: /(?<![\w-])glpat-[\w-]{20,}/g},
  {kind: 'Slack token', pattern: /(?<!\w)xox[abprs]-\d{8,}-[\w-]{10,}/g},
  {kind: 'Stripe key', pattern: /(?<!\w)[rs]k_live_[A-Za-z0-9]{20,}/g},
];

const SNIFFED_BYTES = 8192;
const MOST_STRAY_ZEROS = 8;
/** How far from a hint in it a credential begins and ends, at the most, with what a rule wants to see around it. */
const REACH = {before: 128, after: 1536};
const GLANCE = {before: 16, after: 48};
// Of random characters hardly any credential has fewer: what does is a placeholder, such as ghp_xxxx….
const LEAST_VARIETY = 10;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const ELF_MACHINES: Readonly<Record<number, string>> = {
  3: 'i386',
  8: 'mips',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x86_64',
  183: 'arm64',
  243: 'riscv',
};
const MACH_MACHINES: Readonly<Record<number, string>> = {16777223: 'x86_64', 16777228: 'arm64', 7: 'i386', 12: 'arm'};
const PE_MACHINES: Readonly<Record<number, string>> = {34404: 'x86_64', 43620: 'arm64', 332: 'i386'};

/**
 * Looks at `bytes`, which begin `offset` bytes into their file: at the start for the header of a binary, and in what is plausibly
 * text for credentials.
 */
export function inspectContent(bytes: Buffer, offset: number): Inspection | undefined {
  const binary = offset === 0 ? binaryHeader(bytes) : undefined;
  if (binary) return {binary};
  if (isBinary(bytes.subarray(0, SNIFFED_BYTES), offset)) return undefined;
  const hints = credentialHints(bytes);
  if (hints.length === 0) return undefined;
  const secrets = new Map<string, FoundSecret>();
  for (const hint of hints) {
    if (!WORTH_A_LOOK.test(textAround(bytes, hint, GLANCE).text)) continue;
    for (const {kind, at} of credentialsAt(bytes, hint)) secrets.set(`${kind} ${at}`, {kind, at: offset + at});
  }
  return secrets.size > 0 ? {secrets: [...secrets.values()]} : undefined;
}

/** A stray zero byte makes no binary of a text that has been one so far; of what compilers write every tenth byte is zero. */
function isBinary(sniffed: Buffer, offset: number): boolean {
  if (offset === 0) return sniffed.includes(0);
  let zeros = 0;
  for (let at = sniffed.indexOf(0); at >= 0 && zeros <= MOST_STRAY_ZEROS; at = sniffed.indexOf(0, at + 1)) zeros += 1;
  return zeros > MOST_STRAY_ZEROS;
}

/** The credentials that the hint is a part of: others are cut off, perhaps, by where the text around it begins. */
function credentialsAt(bytes: Buffer, hint: number): readonly FoundSecret[] {
  const {text, start} = textAround(bytes, hint, REACH);
  return RULES.flatMap(({kind, pattern, isIssued}) =>
    [...text.matchAll(pattern)]
      .map((match) => ({match, at: start + match.index}))
      .filter(({match, at}) => at <= hint && hint < at + match[0].length && isCredential(match, isIssued))
      .map(({at}) => ({kind, at})),
  );
}

function textAround(bytes: Buffer, at: number, {before, after}: {readonly before: number; readonly after: number}) {
  const start = Math.max(0, at - before);
  return {start, text: bytes.toString('latin1', start, Math.min(bytes.length, at + after))};
}

function isCredential([whole, credential = whole]: RegExpMatchArray, isIssued: Rule['isIssued']): boolean {
  return !/EXAMPLE/i.test(credential) && new Set(credential).size >= LEAST_VARIETY && isIssued?.(credential) !== false;
}

/**
 * The last six characters of a token are the CRC-32 of the thirty before, in base 62 (github.blog, "Behind GitHub's new authentication
 * token formats"): placeholders of documentation do not have it. Longer ones are of forms that are not documented.
 */
function isIssuedByGitHub(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1);
  return body.length !== 36 || inBase62(crc32(body.slice(0, 30))).padStart(6, '0') === body.slice(30);
}

function inBase62(value: number): string {
  const rest = Math.floor(value / BASE62.length);
  return `${rest > 0 ? inBase62(rest) : ''}${BASE62[value % BASE62.length]}`;
}

function binaryHeader(bytes: Buffer): BinaryHeader | undefined {
  if (bytes.length < 20) return undefined;
  const magic = bytes.readUInt32BE(0);
  if (magic === 0x7f454c46) {
    const machine = bytes[5] === 2 ? bytes.readUInt16BE(18) : bytes.readUInt16LE(18);
    return {format: 'ELF', machine: ELF_MACHINES[machine] ?? `ELF machine ${machine}`};
  }
  if (magic === 0xcffaedfe || magic === 0xcefaedfe)
    return {format: 'Mach-O', machine: machMachine(bytes.readUInt32LE(4))};
  if (magic === 0xfeedfacf || magic === 0xfeedface)
    return {format: 'Mach-O', machine: machMachine(bytes.readUInt32BE(4))};
  // A universal Mach-O and a Java class begin alike; then comes a small count there and a version from 45 up here.
  if (magic === 0xcafebabe && bytes.readUInt32BE(4) < 45) return {format: 'Mach-O', machine: 'several'};
  if (bytes.readUInt16LE(0) !== 0x5a4d || bytes.length < 64) return undefined;
  const header = bytes.readUInt32LE(60);
  if (header + 6 > bytes.length || bytes.readUInt32LE(header) !== 0x00004550) return undefined;
  const machine = bytes.readUInt16LE(header + 4);
  return {format: 'PE', machine: PE_MACHINES[machine] ?? `PE machine ${machine}`};
}

function machMachine(cpu: number): string {
  return MACH_MACHINES[cpu] ?? `Mach-O machine ${cpu}`;
}

/** What was noticed in two stretches of a file, the first one first; they may overlap. */
export function mergeInspections(
  first: Inspection | undefined,
  second: Inspection | undefined,
): Inspection | undefined {
  if (!first?.secrets || !second?.secrets) return first || second ? {...first, ...second} : undefined;
  const places = new Set(first.secrets.map(({kind, at}) => `${kind} ${at}`));
  const added = second.secrets.filter(({kind, at}) => !places.has(`${kind} ${at}`));
  return {...first, secrets: [...first.secrets, ...added]};
}
