import {describe, expect, test} from 'vitest';
import {mayNeedProxy, proxyFor, shownProxy} from '../../../src/lib/aws/http/proxy-rules.js';

const AWS = {protocol: 'https:', hostname: 'lambda.eu-west-1.amazonaws.com'};
const P = 'http://proxy.corp:3128';

describe('the proxy of a request', () => {
  test.each([
    ['HTTPS_PROXY', {HTTPS_PROXY: P}, P],
    ['lower case first', {https_proxy: P, HTTPS_PROXY: 'http://other:1'}, P],
    ['an address without http://', {HTTPS_PROXY: 'proxy.corp:3128'}, P],
    ['a proxy that speaks TLS', {HTTPS_PROXY: 'https://proxy.corp:3128'}, 'https://proxy.corp:3128'],
    ['HTTP_PROXY is for http only', {HTTP_PROXY: P}, undefined],
    ['empty is none', {HTTPS_PROXY: ''}, undefined],
    ['a name that covers its subdomains', {HTTPS_PROXY: P, NO_PROXY: 'localhost, amazonaws.com'}, undefined],
    ['a name with a dot before it', {HTTPS_PROXY: P, no_proxy: '.eu-west-1.amazonaws.com'}, undefined],
    ['a whole name in other letters', {HTTPS_PROXY: P, NO_PROXY: 'Lambda.EU-west-1.amazonaws.com'}, undefined],
    ['everything', {HTTPS_PROXY: P, NO_PROXY: '*'}, undefined],
    ['half a name is no name', {HTTPS_PROXY: P, NO_PROXY: 'naws.com,eu-west-1'}, P],
  ])('%s', (_name, environment, expected) => {
    const proxy = proxyFor(AWS, environment);
    expect(proxy && shownProxy(proxy)).toBe(expected);
  });

  test.each(['127.0.0.1', 'localhost', '[::1]', '127.9.9.9'])('is none for this machine: %s', (hostname) => {
    expect(proxyFor({protocol: 'http:', hostname, port: 4566}, {HTTP_PROXY: P})).toBeUndefined();
  });

  test('follows a port in NO_PROXY', () => {
    const environment = {HTTP_PROXY: P, NO_PROXY: 'stack.corp:4566'};
    expect(proxyFor({protocol: 'http:', hostname: 'stack.corp', port: 4566}, environment)).toBeUndefined();
    expect(proxyFor({protocol: 'http:', hostname: 'stack.corp', port: 80}, environment)).toBeDefined();
  });

  test('is shown without user and password', () => {
    expect(shownProxy(new URL('http://ada:hunter2@proxy.corp:3128'))).toBe(P);
  });

  test.each(['socks5://proxy.corp:1080', 'http://'])('%s is refused by the name of its variable', (HTTPS_PROXY) => {
    expect(() => proxyFor(AWS, {HTTPS_PROXY})).toThrow(/HTTPS_PROXY is not the address of an http proxy/);
  });

  test('is not looked for where no variable names one', () => {
    expect(mayNeedProxy({NO_PROXY: '*', HTTPS_PROXY: ''})).toBe(false);
    expect(mayNeedProxy({http_proxy: P})).toBe(true);
  });
});
