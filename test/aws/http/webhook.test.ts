import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import {expect, it, onTestFinished} from 'vitest';
import {HttpWebhook} from '../../../src/lib/aws/http/webhook.js';

const SECRET = 'T000-secret';

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/${SECRET}?a=1`;
}

it('posts a document as JSON', async () => {
  const seen: unknown[] = [];
  const address = await served(async (request, response) => {
    const {method, url, headers} = request;
    seen.push({
      method,
      url,
      type: headers['content-type'],
      user: headers.authorization,
      body: JSON.parse(await text(request)),
    });
    response.end('ok');
  });
  await new HttpWebhook({}).post(address.replace('//', '//ada:p%40w@'), {text: 'grüße'});
  const user = `Basic ${Buffer.from('ada:p@w').toString('base64')}`;
  expect(seen).toEqual([
    {method: 'POST', url: `/${SECRET}?a=1`, type: 'application/json', user, body: {text: 'grüße'}},
  ]);
});

it('says by its status or a code what went wrong, and nothing of the address', async () => {
  const refusing = await served((_, response) => response.writeHead(403).end());
  const breaking = await served((request) => request.socket.destroy());
  const nobody = await served(() => undefined);
  const webhook = new HttpWebhook({});
  const said = async (address: string, signal?: AbortSignal) =>
    webhook.post(address, {}, signal).then(
      () => 'nothing',
      (error: Error) => `${error.message} ${error.stack} ${String(error.cause)}`,
    );
  const table: readonly (readonly [Promise<string>, string])[] = [
    [said(refusing), 'the webhook answered 403.'],
    [said(breaking), 'the webhook could not be reached (ECONNRESET).'],
    [said(nobody, AbortSignal.abort()), 'the webhook could not be reached (AbortError).'],
    [said(`http://${SECRET}.invalid/`), 'the webhook could not be reached (E'],
    [said(`ftp://${SECRET}/`), 'the webhook is no http address.'],
    [said(SECRET), 'the webhook is no http address.'],
  ];
  for (const [text, expected] of table) {
    expect(await text).toContain(expected);
    expect(await text).not.toContain(SECRET);
  }
});
