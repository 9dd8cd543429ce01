import {describe, expect, test} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {LambdaAliases} from '../../../src/lib/aws/lambda/aliases.js';
import {stubEnvironment} from '../stub-aws.js';
import {makeAuthority, startAws, startProxy} from './tunnel.js';

const REF = {functionName: 'checkout', alias: 'live'};
const HOST = 'lambda.eu-west-1.amazonaws.com';

/** AWS behind a proxy and a certificate authority of the company's own. */
async function aCompany({refuse, tls = false}: {readonly refuse?: number; readonly tls?: boolean} = {}) {
  const authority = await makeAuthority();
  const aws = await startAws(authority);
  const proxy = await startProxy({port: aws.port, ...(refuse !== undefined && {refuse}), ...(tls && {tls: authority})});
  return {authority, aws, proxy, proxyUrl: `${tls ? 'https' : 'http'}://ada:hun%20ter2@127.0.0.1:${proxy.port}`};
}

function readAlias() {
  return new LambdaAliases(new AwsClients({region: 'eu-west-1'})).getAlias(REF);
}

describe('AWS through a proxy', () => {
  test.each([
    ['http', false],
    ['https', true],
  ])('is reached over an %s proxy with user and password, and AWS_CA_BUNDLE is trusted', async (_name, tls) => {
    const {authority, aws, proxy, proxyUrl} = await aCompany({tls});
    stubEnvironment({HTTPS_PROXY: proxyUrl, AWS_CA_BUNDLE: authority.caFile});
    expect(await readAlias()).toMatchObject({stable: '7'});
    expect(proxy.asked).toEqual([`${HOST}:443`]);
    expect(proxy.authorization).toEqual([`Basic ${Buffer.from('ada:hun ter2').toString('base64')}`]);
    expect(aws.hosts).toEqual([HOST]);
  });

  test('a plain endpoint is asked for by its whole address', async () => {
    const {proxy, proxyUrl} = await aCompany();
    stubEnvironment({http_proxy: proxyUrl, AWS_ENDPOINT_URL: 'http://stack.corp:4566'});
    expect(await readAlias()).toMatchObject({stable: '7'});
    expect(proxy.asked).toEqual(['http://stack.corp:4566/2015-03-31/functions/checkout/aliases/live']);
  });

  test('an authority nobody named is not trusted, and the error says how to name it', async () => {
    const {proxyUrl} = await aCompany();
    stubEnvironment({HTTPS_PROXY: proxyUrl});
    await expect(readAlias()).rejects.toMatchObject({
      code: 'NETWORK',
      suggestions: [expect.stringContaining('AWS_CA_BUNDLE=/path/to/ca.pem')],
    });
  });

  test.each([407, 403, 502])('a proxy that refuses with %i is named, without its password', async (refuse) => {
    const {proxy, proxyUrl} = await aCompany({refuse});
    stubEnvironment({HTTPS_PROXY: proxyUrl});
    const error = await readAlias().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'PROXY_FAILED',
      message: expect.stringContaining(`http://127.0.0.1:${proxy.port} refused the connection to ${HOST}: ${refuse}`),
    });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/hun.*ter2/);
    expect(proxy.asked).toHaveLength(1);
  });

  test('a plain request that the proxy wants a password for is its refusal, not AWS’s', async () => {
    const {proxyUrl} = await aCompany({refuse: 407});
    stubEnvironment({HTTP_PROXY: proxyUrl, AWS_ENDPOINT_URL: 'http://stack.corp:4566'});
    await expect(readAlias()).rejects.toMatchObject({code: 'PROXY_FAILED'});
  });

  test('a proxy that is not there is named, without its password', async () => {
    stubEnvironment({HTTPS_PROXY: 'http://ada:hunter2@127.0.0.1:9'});
    const error = await readAlias().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('through the proxy http://127.0.0.1:9'),
      suggestions: [expect.stringContaining('NO_PROXY'), expect.anything()],
    });
    expect(JSON.stringify(error) + String(error)).not.toContain('hunter2');
  });

  test('a bundle that cannot be read is named', async () => {
    stubEnvironment({AWS_CA_BUNDLE: '/nowhere/ca.pem'});
    await expect(readAlias()).rejects.toMatchObject({
      code: 'CA_BUNDLE_UNREADABLE',
      message: expect.stringContaining('/nowhere/ca.pem'),
    });
  });
});
