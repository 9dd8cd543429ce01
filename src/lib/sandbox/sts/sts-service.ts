import {randomLetters, type Session, type Sessions} from '../credentials/sessions.js';
import {Violations} from '../lambda/violations.js';
import {type Place, partitionOf} from '../place.js';
import type {SandboxRequest, SandboxResponse, SandboxService} from '../service.js';
import {element, XML_DECLARATION} from '../xml.js';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const ROLE = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]{1,64})$/;
const DEFAULT_SECONDS = 3_600;
const CHAINED_SECONDS = 3_600;

/** An error answer of STS. */
class StsError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * STS over the Query protocol: who am I, and roles to assume. Every role is there and trusts everybody; its credentials act
 * in its account and expire by the sandbox's clock.
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
        return resultXml(action, assumeRole(form, caller), request);
      default:
        throw new StsError(
          400,
          'InvalidAction',
          `Could not find operation ${action}: the sandbox knows GetCallerIdentity and AssumeRole.`,
        );
    }
  }

  function assumeRole(form: URLSearchParams, caller: Session | undefined): string {
    const roleArn = form.get('RoleArn') ?? undefined;
    const sessionName = form.get('RoleSessionName') ?? undefined;
    const seconds = Number(form.get('DurationSeconds') ?? DEFAULT_SECONDS);
    const violations = new Violations();
    violations.required(roleArn, 'roleArn');
    violations.length(roleArn, 'roleArn', 20, 2048);
    violations.required(sessionName, 'roleSessionName');
    violations.length(sessionName, 'roleSessionName', 2, 64);
    violations.pattern(sessionName, 'roleSessionName', '[\\w+=,.@-]*');
    violations.range(seconds, 'durationSeconds', 900, 43_200);
    if (violations.message !== undefined) throw new StsError(400, 'ValidationError', violations.message);
    const [, partition, accountId, role] = ROLE.exec(roleArn ?? '') ?? [];
    if (partition === undefined || accountId === undefined || role === undefined) {
      throw new StsError(400, 'ValidationError', `${roleArn} is invalid`);
    }
    if (caller && seconds > CHAINED_SECONDS) {
      throw new StsError(
        400,
        'ValidationError',
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
      );
    }
    const roleId = roleIds.get(`${accountId}/${role}`) ?? `AROA${randomLetters(17)}`;
    roleIds.set(`${accountId}/${role}`, roleId);
    const arn = `arn:${partition}:sts::${accountId}:assumed-role/${role}/${sessionName}`;
    const userId = `${roleId}:${sessionName}`;
    return sessionXml(sessions.begin({accountId, arn, userId}, seconds * 1000));
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

function identityXml({region, accountId}: Place, session: Session | undefined): string {
  const arn = session?.arn ?? `arn:${partitionOf(region)}:iam::${accountId}:user/sandbox`;
  const userId = session?.userId ?? 'AIDASANDBOX0000000000';
  return element('Arn', arn) + element('UserId', userId) + element('Account', session?.accountId ?? accountId);
}

function sessionXml({accessKeyId, secretAccessKey, sessionToken, expiresMs, arn, userId}: Session): string {
  const credentials =
    element('AccessKeyId', accessKeyId) +
    element('SecretAccessKey', secretAccessKey) +
    element('SessionToken', sessionToken) +
    element('Expiration', `${new Date(expiresMs).toISOString().slice(0, 19)}Z`);
  const user = element('AssumedRoleId', userId) + element('Arn', arn);
  return `<Credentials>${credentials}</Credentials><AssumedRoleUser>${user}</AssumedRoleUser>`;
}

function resultXml(action: string, result: string, {requestId}: SandboxRequest): string {
  const metadata = `<ResponseMetadata>${element('RequestId', requestId)}</ResponseMetadata>`;
  return `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result>${metadata}</${action}Response>`;
}

function xml(status: number, body: string): SandboxResponse {
  return {status, headers: {'content-type': 'text/xml'}, body: XML_DECLARATION + body};
}
