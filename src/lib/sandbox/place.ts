/** One Region of one account: what AWS keeps apart from every other. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

const regionPattern = /^(?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d$/;
const accountPattern = /^\d{12}$/;

/** Whether a text has the form of a Region; it need not be one that AWS has opened. */
export function isRegion(text: string): boolean {
  return regionPattern.test(text);
}

export function isAccountId(text: string): boolean {
  return accountPattern.test(text);
}

/** The second part of every ARN of the Region. Bucket names are unique in a partition. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  const isolated = /^[a-z]{2}-(iso[a-z]?)-/.exec(region)?.[1];
  return isolated === undefined ? 'aws' : `aws-${isolated}`;
}

/** `arn:aws:lambda:eu-west-1:000000000000:function:checkout`, of a resource at this place. */
export function arnOf({region, accountId}: Place, service: string, resource: string): string {
  return `arn:${partitionOf(region)}:${service}:${region}:${accountId}:${resource}`;
}

/**
 * The account a caller acts in. An access key id of twelve digits is the account's own number, as LocalStack and moto read
 * it too; any other key belongs to the account the sandbox was started with.
 */
export function accountOf(accessKeyId: string | undefined, defaultAccountId: string): string {
  return accessKeyId !== undefined && isAccountId(accessKeyId) ? accessKeyId : defaultAccountId;
}
