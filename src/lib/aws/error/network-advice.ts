import type {Advice} from './advice.js';
import type {AwsCall} from './aws-call.js';

/** What an error of the connection is about, beside its message. */
export interface ConnectionFacts {
  /** Node's code: ECONNREFUSED, ENOTFOUND, SELF_SIGNED_CERT_IN_CHAIN … */
  readonly networkCode?: string | undefined;
  /** The proxy in use, without user and password. */
  readonly proxy?: string | undefined;
  /** From AWS_ENDPOINT_URL, or the service's own variable. */
  readonly endpointUrl?: string | undefined;
}

const RERUN = 'Run the same command again: it reads the state afresh and goes on from there.';
const NO_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN']);
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/;

/** What did not get through, where it went, and what to look at first. */
export function networkAdvice({action}: AwsCall, said: string, facts: ConnectionFacts): Advice {
  const {networkCode = '', proxy, endpointUrl} = facts;
  const way = proxy === undefined ? '' : `, through the proxy ${proxy}`;
  const message = `${action} did not get through${way}: ${said}`;
  if (UNTRUSTED.test(networkCode)) {
    return {
      message,
      suggestions: [
        'Where a proxy or a firewall opens TLS, name the file with its certificate authority: AWS_CA_BUNDLE=/path/to/ca.pem',
      ],
    };
  }
  if (proxy !== undefined) {
    return {message, suggestions: [`See that ${proxy} answers, or list the host in NO_PROXY.`, RERUN]};
  }
  if (networkCode === 'ECONNREFUSED' && endpointUrl !== undefined) {
    return {
      message: `Nobody listens at ${endpointUrl}, where AWS_ENDPOINT_URL sends ${action}: ${said}`,
      suggestions: ['For AWS itself: unset AWS_ENDPOINT_URL', 'For a sandbox: lambda-release sandbox start'],
    };
  }
  if (NO_HOST.has(networkCode)) {
    const host = /(?:ENOTFOUND|EAI_AGAIN) (\S+)/.exec(said)?.[1];
    const looked = endpointUrl === undefined ? 'that --region or AWS_REGION is a region of AWS' : `AWS_ENDPOINT_URL`;
    return {
      message: `There is no host ${host ?? 'of that name'}, or no name service to ask (${action}): ${said}`,
      suggestions: [
        `See ${looked}, and that this machine resolves names: getent hosts ${host ?? 'sts.amazonaws.com'}`,
        'Where only a proxy reaches the internet: set HTTPS_PROXY.',
      ],
    };
  }
  return {message, suggestions: ['See that the network, the proxy settings and AWS_ENDPOINT_URL are right.', RERUN]};
}
