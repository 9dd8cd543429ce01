import {existsSync} from 'node:fs';
import {mkdir, symlink} from 'node:fs/promises';
import path from 'node:path';

// What Lambda's Node.js runtimes have beside the handler (Lambda Developer Guide, lambda-nodejs).
const SCOPES = ['@aws-sdk', '@smithy'];

/**
 * Puts the AWS SDK of the project at `from` where handlers under `base` find it last, as they find Lambda's own: the scopes
 * of the SDK alone, so that a dependency that was forgotten in the package stays missing. Nothing when the project has none.
 */
export async function linkBuiltInSdk(base: string, from: string): Promise<void> {
  for (const scope of SCOPES) {
    const found = nearest(path.join('node_modules', scope), path.resolve(from));
    if (found === undefined) continue;
    await mkdir(path.join(base, 'node_modules'), {recursive: true});
    await symlink(found, path.join(base, 'node_modules', scope));
  }
}

function nearest(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, name);
    if (existsSync(candidate)) return candidate;
    if (path.dirname(folder) === folder) return undefined;
  }
}
