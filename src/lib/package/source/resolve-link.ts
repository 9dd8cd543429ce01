import {readlinkSync, realpathSync, statSync} from 'node:fs';
import path from 'node:path';
import {UsageError} from '../../errors.js';
import {brokenLink, unreadable} from './source-error.js';
import type {SourceFile} from './source-file.js';

const PNPM_STORE = `${path.sep}node_modules${path.sep}.pnpm${path.sep}`;

/** What becomes of the links of a folder: entries of their own, or a copy of what they point to. */
export type LinkMode = 'keep' | 'follow';

/**
 * Follows a link of the source folder. `trail` holds the real folders the walk went through to reach it. Throws UsageError
 * when the link is broken, leads outside the folder or back into a folder it is in, and when links are not kept also for
 * pnpm's linked layout, which does not work without them.
 */
export function resolveLink(
  root: string,
  link: string,
  trail: readonly string[],
  mode: LinkMode,
): {readonly target: string; readonly isFolder: boolean} {
  const target = realTarget(link);
  if (!isInside(root, target)) {
    throw linkError('LINK_LEADS_OUTSIDE', `${link} is a link to ${target}, outside the source folder.`, link, [
      'Copy the file or folder in, or leave the link out with a line in .lambdaignore.',
      `When it leads to what is there in Lambda alone, such as a layer under /opt: --keep-link ${pathInSource(root, link)}, or "keepLinks: [${pathInSource(root, link)}]" in the release file.`,
    ]);
  }
  if (mode === 'follow' && target.includes(PNPM_STORE)) {
    // Node resolves the dependencies of a pnpm package beside its real place, which a package without links does not have.
    throw linkError(
      'PNPM_LINKED_MODULES',
      `${link} belongs to pnpm's linked node_modules, which works through links only.`,
      link,
      [
        'Install without links: pnpm install --prod --config.node-linker=hoisted',
        'Or bundle the handler, so that the package needs no node_modules.',
      ],
    );
  }
  const isFolder = statSync(target).isDirectory();
  if (isFolder && trail.includes(target)) {
    throw linkError('LINK_LOOP', `${link} is a link to ${target}, a folder it is in itself.`, link, [
      'Remove the link, or leave it out with a line in .lambdaignore.',
    ]);
  }
  return {target, isFolder};
}

/**
 * The text of a kept link: its own where that leads through the source folder alone, otherwise (an absolute path, or a way out
 * of the folder and in again) a relative path to the same target, because the folder has another name where it is unpacked.
 */
export function portableLinkText(root: string, link: string, target: string): string {
  const text = readlinkSync(link);
  const folder = path.dirname(link);
  // From the root of the zip, which has no name there: a way out of it stays visible.
  const inZip = path.normalize(path.join(path.relative(root, folder), text));
  const staysInside = !path.isAbsolute(text) && inZip !== '..' && !inZip.startsWith(`..${path.sep}`);
  return (staysInside ? text : path.relative(folder, target)).replaceAll(path.sep, '/');
}

/** A link of the source folder to a real path in it, as it is packaged. */
export function linkFile(root: string, link: string, zipPath: string, target: string): SourceFile {
  const text = portableLinkText(root, link, target);
  return {zipPath, absolutePath: link, bytes: Buffer.byteLength(text), mode: 0o755, link: text};
}

/** A link as it is, to a place that is there where the package is unpacked: `/opt/lib`. */
export function verbatimLink(link: string, zipPath: string): SourceFile {
  const text = readlinkSync(link);
  return {zipPath, absolutePath: link, bytes: Buffer.byteLength(text), mode: 0o755, link: text};
}

/** A real path in the source folder, relative to it and with forward slashes. */
export function pathInSource(root: string, absolutePath: string): string {
  return path.relative(root, absolutePath).replaceAll(path.sep, '/');
}

/** Whether a real path is a folder or lies in it. */
export function isInside(folder: string, candidate: string): boolean {
  const relative = path.relative(folder, candidate);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function realTarget(link: string): string {
  try {
    return realpathSync(link);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const wayOut = ['Remove the link, or leave it out with a line in .lambdaignore.'];
    if (code === 'ENOENT' || code === 'ENOTDIR') throw brokenLink(link);
    if (code === 'ELOOP') throw linkError('LINK_LOOP', `${link} is a link that leads back to itself.`, link, wayOut);
    throw unreadable(link, error);
  }
}

function linkError(code: string, message: string, link: string, suggestions: readonly string[]): UsageError {
  return new UsageError(message, {code, suggestions, details: {path: link}});
}
