const CONSOLES: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Address of a service's page in the AWS console, in the partition and the region that `arn` is of. */
export function consoleAddress(arn: string, service: string, page: string): string {
  const [, partition = 'aws', , region = ''] = arn.split(':');
  const host = CONSOLES[partition] ?? `${region}.console.aws.amazon.com`;
  return `https://${host}/${service}/home?region=${region}#${page}`;
}
