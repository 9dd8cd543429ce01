import {randomLetters, type Session, type Sessions} from '../credentials/sessions.js';
import {accountOf, type Place, partitionOf} from '../place.js';
import type {SandboxRequest, SandboxResponse, SandboxService} from '../service.js';
import {element, XML_DECLARATION} from '../xml.js';
import {type RoleRequest, readRole, readSessionSeconds} from './role-request.js';
import {StsError} from './sts-error.js';
import {readWebIdentity, type WebIdentity} from './web-identity.js';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const USER_ID = 'AIDASANDBOX0000000000';

/**
 * STS over the Query protocol: who am I, and roles to assume, with a token of a provider too. Every role is there and trusts
 * everybody; credentials act in their account and expire by the sandbox's clock.
 */
export function createSts(place: Place, sessions: Sessions): SandboxService {
  /** The same ID for a role each time, as AWS has it. */
  const roleIds = new Map<string, string>();

  function answer(request: SandboxRequest): string {
    const form = request.method === 'GET' ? request.query : new URLSearchParams(request.body.toString('utf8'));
    const action = form.get('Action') ?? '';
    const caller = sessions.find(request.accessKeyId);
    switch (action) {
      case 'GetCallerIdentity':
        return resultXml(action, identityXml(place, caller), request);
      case 'AssumeRole':
        return resultXml(action, sessionXml(assume(readRole(form, caller !== undefined))), request);
      case 'AssumeRoleWithWebIdentity': {
        const identity = readWebIdentity(form, sessions.now());
        const session = assume(readRole(form, false));
        return resultXml(action, sessionXml(session) + webIdentityXml(identity), request);
      }
      case 'GetSessionToken':
        return resultXml(action, credentialsXml(sessionToken(form, caller)), request);
      case 'GetAccessKeyInfo':
        return resultXml(action, element('Account', ownerOf(form.get('AccessKeyId') ?? '')), request);
      default:
        throw new StsError(
          400,
          'InvalidAction',
          `Could not find operation ${action}: the sandbox knows who is calling, roles to assume and session tokens.`,
        );
    }
  }

  function assume({partition, accountId, role, sessionName, seconds}: RoleRequest): Session {
    const roleId = roleIds.get(`${accountId}/${role}`) ?? `AROA${randomLetters(17)}`;
    roleIds.set(`${accountId}/${role}`, roleId);
    const arn = `arn:${partition}:sts::${accountId}:assumed-role/${role}/${sessionName}`;
    return sessions.begin({accountId, arn, userId: `${roleId}:${sessionName}`}, seconds * 1000);
  }

  function sessionToken(form: URLSearchParams, caller: Session | undefined): Session {
    // Sessions do not beget sessions (STS API reference, GetSessionToken).
    if (caller) throw new StsError(403, 'AccessDenied', 'Cannot call GetSessionToken with session credentials');
    const {accountId} = place;
    return sessions.begin({accountId, arn: userArn(place), userId: USER_ID}, readSessionSeconds(form) * 1000);
  }

  function ownerOf(accessKeyId: string): string {
    return sessions.find(accessKeyId)?.accountId ?? accountOf(accessKeyId, place.accountId);
  }

  return {
    async handle(request) {
      try {
        return xml(200, answer(request));
      } catch (error) {
        if (!(error instanceof StsError)) throw error;
        const members = `<Type>Sender</Type>${element('Code', error.code)}${element('Message', error.message)}`;
        const id = element('RequestId', request.requestId);
        return xml(error.status, `<ErrorResponse xmlns="${NAMESPACE}"><Error>${members}</Error>${id}</ErrorResponse>`);
      }
    },
  };
}

function userArn({region, accountId}: Place): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:user/sandbox`;
}

function identityXml(place: Place, session: Session | undefined): string {
  const {arn, userId, accountId} = session ?? {arn: userArn(place), userId: USER_ID, accountId: place.accountId};
  return element('Arn', arn) + element('UserId', userId) + element('Account', accountId);
}

function webIdentityXml({provider, subject, audience}: WebIdentity): string {
  return (
    element('SubjectFromWebIdentityToken', subject) + element('Audience', audience) + element('Provider', provider)
  );
}

function credentialsXml({accessKeyId, secretAccessKey, sessionToken, expiresMs}: Session): string {
  const credentials =
    element('AccessKeyId', accessKeyId) +
    element('SecretAccessKey', secretAccessKey) +
    element('SessionToken', sessionToken) +
    element('Expiration', `${new Date(expiresMs).toISOString().slice(0, 19)}Z`);
  return `<Credentials>${credentials}</Credentials>`;
}

function sessionXml(session: Session): string {
  const user = element('AssumedRoleId', session.userId) + element('Arn', session.arn);
  return `${credentialsXml(session)}<AssumedRoleUser>${user}</AssumedRoleUser>`;
}

function resultXml(action: string, result: string, {requestId}: SandboxRequest): string {
  const metadata = `<ResponseMetadata>${element('RequestId', requestId)}</ResponseMetadata>`;
  return `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result>${metadata}</${action}Response>`;
}

function xml(status: number, body: string): SandboxResponse {
  return {status, headers: {'content-type': 'text/xml'}, body: XML_DECLARATION + body};
}
