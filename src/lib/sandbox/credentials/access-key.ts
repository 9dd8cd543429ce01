import {UsageError} from '../../errors.js';
import {isAccountId} from '../place.js';

/** A long-term access key that a sandbox started with `--credentials` knows. */
export interface AccessKey {
  /** The profile it stands under. */
  readonly name: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Absent = the account the sandbox was started with. */
  readonly accountId?: string;
}

/**
 * Reads a credentials file as the AWS CLI and the SDKs do: profiles in brackets with `aws_access_key_id` and
 * `aws_secret_access_key`; `aws_account_id` says whose they are. Throws UsageError that names the file and never a value.
 */
export function parseCredentialsFile(file: string, text: string): readonly AccessKey[] {
  const profiles = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const profile = /^\[\s*(?:profile\s+)?(.+?)\s*\]$/.exec(line)?.[1];
    if (profile !== undefined) {
      current = new Map();
      profiles.set(profile, current);
      continue;
    }
    const at = line.indexOf('=');
    if (at < 1 || !current) throw unusable(file, `Line ${index + 1} of ${file} is neither a profile nor a setting.`);
    current.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim());
  }
  const keys = [...profiles].map(([name, settings]) => toAccessKey(file, name, settings));
  if (keys.length === 0) throw unusable(file, `${file} has no profile.`);
  return keys;
}

function toAccessKey(file: string, name: string, settings: ReadonlyMap<string, string>): AccessKey {
  const accessKeyId = settings.get('aws_access_key_id');
  const secretAccessKey = settings.get('aws_secret_access_key');
  const accountId = settings.get('aws_account_id');
  if (!accessKeyId || !secretAccessKey) {
    throw unusable(file, `Profile ${name} of ${file} has no aws_access_key_id and aws_secret_access_key.`);
  }
  if (accountId !== undefined && !isAccountId(accountId)) {
    throw unusable(file, `Profile ${name} of ${file} has an aws_account_id that is not twelve digits.`);
  }
  return {name, accessKeyId, secretAccessKey, ...(accountId === undefined ? {} : {accountId})};
}

function unusable(file: string, message: string): UsageError {
  return new UsageError(message, {
    code: 'CREDENTIALS_FILE_INVALID',
    suggestions: [
      `Write it as the AWS CLI does: printf '[default]\\naws_access_key_id = AKIAREHEARSAL\\naws_secret_access_key = rehearsal\\n' > ${file}`,
    ],
  });
}
