import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

/** The package folders that bundles were made from, as paths relative to the root, sorted. */
function bundledPackages(metafiles) {
  const folders = new Set();
  for (const input of metafiles.flatMap(({inputs}) => Object.keys(inputs))) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) folders.add(match[1]);
  }
  return [...folders].sort();
}

/** Names, versions and licence texts of everything bundled into dist/: their licences ask for it. */
export async function thirdPartyNotices(root, metafiles) {
  const sections = [];
  for (const folder of bundledPackages(metafiles)) {
    const absolute = path.join(root, folder);
    const {name, version, license} = JSON.parse(await readFile(path.join(absolute, 'package.json'), 'utf8'));
    const licenseFile = (await readdir(absolute)).find((file) => /^(licen[cs]e|copying)/i.test(file));
    const text = licenseFile ? await readFile(path.join(absolute, licenseFile), 'utf8') : '';
    sections.push(`${name} ${version} (${license})\n\n${text.trim()}`);
  }
  return `lambda-release contains the following software.\n\n${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
