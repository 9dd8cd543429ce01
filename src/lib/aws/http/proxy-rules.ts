import {isIP} from 'node:net';
import {newAwsError} from '../error/mapping.js';

type Environment = {readonly [name: string]: string | undefined};

interface Destination {
  /** `https:` or `http:`. */
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
}

/** Whether any variable names a proxy: the agents are only loaded then. */
export function mayNeedProxy(environment: Environment): boolean {
  return ['HTTPS_PROXY', 'HTTP_PROXY'].some((name) => variable(environment, name) !== '');
}

/**
 * The proxy for a request, by the rules of the AWS CLI: HTTPS_PROXY for https, HTTP_PROXY for http, lower case before upper
 * case; NO_PROXY lists names that cover their subdomains, with or without a port, or `*`. Addresses of this machine never
 * go through a proxy. Throws AwsError PROXY_FAILED for a value that names no http or https proxy.
 */
export function proxyFor({protocol, hostname, port}: Destination, environment: Environment): URL | undefined {
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = variable(environment, name);
  if (value === '' || isLoopback(hostname) || isExcluded(hostname, port, variable(environment, 'NO_PROXY'))) {
    return undefined;
  }
  const url = /^\w+:\/\//.test(value) ? value : `http://${value.replace(/^\/\//, '')}`;
  const proxy = URL.canParse(url) ? new URL(url) : undefined;
  if (proxy?.protocol === 'http:' || proxy?.protocol === 'https:') return proxy;
  // The value may hold a password, also where it is no URL.
  throw newAwsError(
    'PROXY_FAILED',
    {action: 'connect', subject: hostname},
    `${name} is not the address of an http proxy.`,
  );
}

/** The address without user and password, as it may be shown. */
export function shownProxy({protocol, host}: URL): string {
  return `${protocol}//${host}`;
}

function variable(environment: Environment, name: string): string {
  return (environment[name.toLowerCase()] || environment[name] || '').trim();
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function isExcluded(hostname: string, port: number | undefined, noProxy: string): boolean {
  const host = hostname.toLowerCase();
  const names = noProxy
    .toLowerCase()
    .split(',')
    .map((name) => name.trim().replace(/^\.+/, ''));
  return names.some((name) => {
    if (name === '*') return true;
    return name !== '' && [host, `${host}:${port ?? ''}`].some((own) => own === name || own.endsWith(`.${name}`));
  });
}
