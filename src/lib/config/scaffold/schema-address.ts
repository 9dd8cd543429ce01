import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {packageRoot} from '../../package-root.js';
import {readManifest} from '../project/node-project.js';

/** This package, by its own package.json. */
export async function ownPackage(): Promise<{readonly name: string; readonly version: string}> {
  return JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8'));
}

/** Whether the project of a folder has this tool among its own packages, at the version its lockfile holds. */
export async function isOwnDependency(folder: string): Promise<boolean> {
  const {name} = await ownPackage();
  const {dependencies, devDependencies} = (await readManifest(folder)) ?? {};
  return dependencies?.[name] !== undefined || devDependencies?.[name] !== undefined;
}

/**
 * Where editors find the schema of the release file: beside the project when it has this tool in node_modules, else at a public
 * address of just this version, for the place of a global installation is another one on every machine.
 */
export async function schemaAddress(folder: string): Promise<string> {
  const {name, version} = await ownPackage();
  const file = `${name}${(await isOwnDependency(folder)) ? '' : `@${version}`}/schemas/release.schema.json`;
  return `${(await isOwnDependency(folder)) ? './node_modules' : 'https://unpkg.com'}/${file}`;
}
