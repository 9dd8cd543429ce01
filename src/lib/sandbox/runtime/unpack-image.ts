import {chmod, mkdir, readdir, rm, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {readTar, type TarEntry} from '../ecr/tar.js';

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/**
 * Unpacks /var/task and /opt of the layers of an image into `root`, the lowest first: what a layer takes away is gone (OCI image
 * specification, "Whiteouts"). The rest of its file system is left where it is: the runtimes of this machine run the handler.
 */
export async function unpackImage(layers: readonly Buffer[], root: string): Promise<void> {
  for (const layer of layers) {
    for (const entry of readTar(layer)) {
      const name = entry.name.replace(/^(\.?\/)+/, '').replace(/\/$/, '');
      if (/^(var\/task|opt)(\/|$)/.test(name)) await place(entry, name, root);
    }
  }
}

async function place({type, target, mode, content}: TarEntry, name: string, root: string): Promise<void> {
  const file = within(root, name);
  const [folder, base] = [path.dirname(file), path.basename(file)];
  if (base === OPAQUE) {
    for (const each of await readdir(folder)) await rm(path.join(folder, each), {recursive: true, force: true});
    return;
  }
  if (base.startsWith(WHITEOUT)) {
    await rm(path.join(folder, base.slice(WHITEOUT.length)), {recursive: true, force: true});
    return;
  }
  if (type === 'folder') {
    await mkdir(file, {recursive: true});
    return;
  }
  await mkdir(folder, {recursive: true});
  await rm(file, {recursive: true, force: true});
  if (type === 'symlink') {
    // Of the image's own file system only what was unpacked is here.
    within(root, path.join(path.dirname(name), target));
    await symlink(target, file);
  } else if (type === 'file') {
    await writeFile(file, content);
    await chmod(file, (mode & 0o777) | 0o400);
  }
}

function within(root: string, name: string): string {
  const resolved = path.resolve(root, name);
  if (resolved === root || resolved.startsWith(root + path.sep)) return resolved;
  throw new Error(`The image names a file outside of its folder: ${name}`);
}
