import type {SandboxResponse, SandboxService} from '../service.js';
import {element, XML_DECLARATION} from '../xml.js';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** STS over the Query protocol: GetCallerIdentity, always the same user of this account. */
export function createSts({accountId}: {readonly accountId: string}): SandboxService {
  return {
    async handle(request) {
      const form = request.method === 'GET' ? request.query : new URLSearchParams(request.body.toString('utf8'));
      const action = form.get('Action') ?? '';
      if (action !== 'GetCallerIdentity') return unknownAction(action, request.requestId);
      const result =
        element('Arn', `arn:aws:iam::${accountId}:user/sandbox`) +
        element('UserId', 'AIDASANDBOX0000000000') +
        element('Account', accountId);
      const metadata = `<ResponseMetadata>${element('RequestId', request.requestId)}</ResponseMetadata>`;
      return xml(
        200,
        `<GetCallerIdentityResponse xmlns="${NAMESPACE}"><GetCallerIdentityResult>${result}</GetCallerIdentityResult>${metadata}</GetCallerIdentityResponse>`,
      );
    },
  };
}

function unknownAction(action: string, requestId: string): SandboxResponse {
  const message = `Could not find operation ${action}: the sandbox knows GetCallerIdentity.`;
  const error = `<Error><Type>Sender</Type>${element('Code', 'InvalidAction')}${element('Message', message)}</Error>`;
  return xml(400, `<ErrorResponse xmlns="${NAMESPACE}">${error}${element('RequestId', requestId)}</ErrorResponse>`);
}

function xml(status: number, body: string): SandboxResponse {
  return {status, headers: {'content-type': 'text/xml'}, body: XML_DECLARATION + body};
}
