import {Violations} from '../lambda/violations.js';
import {StsError} from './sts-error.js';

/** Which role somebody wants to be, under what name and for how long. */
export interface RoleRequest {
  readonly partition: string;
  readonly accountId: string;
  readonly role: string;
  readonly sessionName: string;
  readonly seconds: number;
}

const ROLE = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]{1,64})$/;
const DEFAULT_SECONDS = 3_600;
const CHAINED_SECONDS = 3_600;

/** The role of AssumeRole and AssumeRoleWithWebIdentity; `isChained`: the caller is a session already. Throws StsError ValidationError. */
export function readRole(form: URLSearchParams, isChained: boolean): RoleRequest {
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
  if (isChained && seconds > CHAINED_SECONDS) {
    throw new StsError(
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  return {partition, accountId, role, sessionName: sessionName ?? '', seconds};
}

/** DurationSeconds of GetSessionToken: 12 hours unless asked otherwise. Throws StsError ValidationError. */
export function readSessionSeconds(form: URLSearchParams): number {
  const seconds = Number(form.get('DurationSeconds') ?? 43_200);
  const violations = new Violations();
  violations.range(seconds, 'durationSeconds', 900, 129_600);
  if (violations.message !== undefined) throw new StsError(400, 'ValidationError', violations.message);
  return seconds;
}
