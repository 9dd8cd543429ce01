/** What a path says of the platform its file is for, as the publishers of native npm packages name theirs. */
export interface PlatformPath {
  /** The path up to where it begins to name a platform: the same for the variants of one binary. */
  readonly family: string;
  readonly system?: 'linux' | 'other';
  readonly machine?: string;
  /** A Linux with another C library than Amazon Linux's, or with OpenSSL under another name. */
  readonly otherLinux?: 'musl' | 'Debian';
}

const SYSTEM =
  /(?<![a-z])(darwin|macos|osx|win32|windows|win|freebsd|openbsd|netbsd|sunos|aix|android|linux|linuxmusl|alpine|(?:rhel|debian)(?=-openssl))(?![a-z])/;
const MACHINE =
  /(?<![a-z0-9])(x64|x86_64|amd64|arm64|aarch64|arm64v8|ia32|x86|i686|arm|armv[67]l?|arm-gnueabihf|ppc64(le)?|s390x|riscv64|loong64|mips64el|universal)(?![a-z0-9])/;
const X86_64 = new Set(['x64', 'x86_64', 'amd64']);
const ARM64 = new Set(['arm64', 'aarch64', 'arm64v8']);

/** Reads the platform out of a path: `prebuilds/linux-x64`, `@img/sharp-darwin-arm64`, `binding.linux-x64-gnu.node`. */
export function platformOf(zipPath: string): PlatformPath {
  const text = zipPath.toLowerCase();
  const system = SYSTEM.exec(text);
  // A machine alone, such as the folder of a library called arm, says nothing.
  if (!system) return {family: zipPath};
  const machine = MACHINE.exec(text);
  const name = machine?.[1];
  const at = Math.min(system.index, machine?.index ?? system.index);
  const otherLinux = /musl|alpine/.test(text.slice(at)) ? 'musl' : system[1] === 'debian' ? 'Debian' : undefined;
  return {
    family: zipPath.slice(0, at),
    system: /^(linux|linuxmusl|alpine|rhel|debian)$/.test(system[1] ?? '') ? 'linux' : 'other',
    ...(name !== undefined && {machine: X86_64.has(name) ? 'x86_64' : ARM64.has(name) ? 'arm64' : name}),
    ...(otherLinux && {otherLinux}),
  };
}
