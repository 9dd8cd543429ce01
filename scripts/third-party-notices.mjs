import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

/** The package folders a bundle was made from, as paths relative to the root, sorted. */
function bundledPackages(metafile) {
  const folders = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) folders.add(match[1]);
  }
  return [...folders].sort();
}

/** Names, versions and licence texts of everything bundled into dist/: their licences ask for it. */
export async function thirdPartyNotices(root, metafile) {
  const sections = [];
  for (const folder of bundledPackages(metafile)) {
    const absolute = path.join(root, folder);
    const {name, version, license} = JSON.parse(await readFile(path.join(absolute, 'package.json'), 'utf8'));
    const licenseFile = (await readdir(absolute)).find((file) => /^(licen[cs]e|copying)/i.test(file));
    const text = licenseFile ? await readFile(path.join(absolute, licenseFile), 'utf8') : '';
    sections.push(`${name} ${version} (${license})\n\n${text.trim()}`);
  }
  return `lambda-release contains the following software.\n\n${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
