import type {BucketExamination} from '../../ports/artifacts.js';
import type {Finding} from './finding.js';

/** Whether the bucket that lambda-release keeps itself is set up as lambda-release would: somebody else may have made it, or changed it. */
export function bucketFindings({bucket, lacks, unread}: BucketExamination): readonly Finding[] {
  const subject = `bucket ${bucket}`;
  const findings: Finding[] = lacks.map(({what, command}) => ({
    level: 'warning',
    code: 'BUCKET_SETTINGS_DIFFER',
    subject,
    message: `It is not set up as lambda-release sets it up: ${what}.`,
    suggestions: [command],
  }));
  if (unread.length > 0) {
    findings.push({
      level: 'warning',
      code: 'BUCKET_SETTINGS_UNREAD',
      subject,
      message: `How it is set up could not be seen: ${unread.join(', ')} is not allowed.`,
      suggestions: ['Allow it to see that, or look in the console: a release goes without.'],
    });
  }
  if (findings.length > 0) return findings;
  const message = 'Private, encrypted, for TLS alone, and it cleans up by itself.';
  return [{level: 'ok', code: 'BUCKET_SET_UP', subject, message, suggestions: []}];
}
