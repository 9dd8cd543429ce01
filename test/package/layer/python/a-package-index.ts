import {createHash} from 'node:crypto';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {onTestFinished} from 'vitest';
import {zipOf} from '../../../sandbox/zip-of.js';

/** A distribution to offer: what its metadata say besides name and version, as `Requires-Dist: words`. */
export interface Offered {
  readonly name: string;
  readonly version: string;
  readonly metadata?: readonly string[];
}

/** A package index on this machine (PEP 503), with one wheel for each distribution. Returns its address. */
export async function aPackageIndex(offered: readonly Offered[]): Promise<string> {
  const wheels = new Map<string, Buffer>();
  for (const each of offered) wheels.set(`${each.name}-${each.version}-py3-none-any.whl`, await wheelOf(each));
  const server = createServer((request, response) => {
    const [, room, name = ''] = (request.url ?? '').split('/');
    const wheel = room === 'files' ? wheels.get(name) : undefined;
    if (wheel !== undefined) {
      response.setHeader('content-type', 'application/octet-stream').end(wheel);
      return;
    }
    const links = [...wheels].flatMap(([file, bytes]) => {
      const isOfName = file.startsWith(`${name.replaceAll('-', '_')}-`);
      return isOfName ? [`<a href="/files/${file}#sha256=${sha256(bytes)}">${file}</a>`] : [];
    });
    response.statusCode = room === 'simple' && links.length > 0 ? 200 : 404;
    response.setHeader('content-type', 'text/html').end(`<!DOCTYPE html><html><body>${links.join('\n')}</body></html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple/`;
}

/** A module of its name, with a command, so that installers write a script that names the interpreter of the machine. */
async function wheelOf({name, version, metadata = []}: Offered): Promise<Buffer> {
  const info = `${name}-${version}.dist-info`;
  const files = {
    [`${name}/__init__.py`]: `VERSION = '${version}'\ndef main(): return 1\n`,
    [`${info}/METADATA`]: `${['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`, ...metadata].join('\n')}\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: by-hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/entry_points.txt`]: `[console_scripts]\n${name} = ${name}:main\n`,
  };
  const rows = Object.entries(files).map(
    ([file, text]) => `${file},sha256=${sha256(text, 'base64url')},${text.length}`,
  );
  return zipOf({...files, [`${info}/RECORD`]: `${[...rows, `${info}/RECORD,,`].join('\n')}\n`});
}

function sha256(bytes: string | Uint8Array, encoding: 'hex' | 'base64url' = 'hex'): string {
  return createHash('sha256').update(bytes).digest(encoding);
}
