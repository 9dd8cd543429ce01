interface Statement {
  readonly Sid?: string;
  readonly [element: string]: unknown;
}

/** A bucket, and an ARN of its partition. */
interface Place {
  readonly bucket: string;
  readonly arn: string;
}

/** Whoever comes without TLS is refused (S3 User Guide, "Enforce encryption of data in transit"). */
export function tlsOnly(place: Place): Statement {
  return {
    Sid: 'OnlyTls',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: resourcesOf(place),
    Condition: {Bool: {'aws:SecureTransport': 'false'}},
  };
}

/** A bucket policy with a statement of ours in it, beside whatever else it says. */
export function withStatement(policy: string | undefined, statement: Statement): string {
  const others = policy === undefined ? [] : statementsOf(policy).filter(({Sid}) => Sid !== statement.Sid);
  const {Version = '2012-10-17', ...rest} = policy === undefined ? {} : toDocument(policy);
  return JSON.stringify({...rest, Version, Statement: [...others, statement]});
}

/** Whether a policy denies everything without TLS, to everybody, on the bucket and all that is in it: by statements of whatever name. */
export function allowsOnlyTls(policy: string, place: Place): boolean {
  const denied = statementsOf(policy).filter(isTlsDenial);
  return resourcesOf(place).every((wanted) =>
    denied.some(({Resource}) => listOf(Resource).some((each) => covers(String(each), wanted))),
  );
}

function isTlsDenial({Effect, Principal, Action, Condition}: Statement): boolean {
  const isEverybody = Principal === '*' || listOf(toRecord(Principal).AWS).includes('*');
  const isAll = listOf(Action).some((action) => action === '*' || action === 's3:*');
  const conditions = Object.values(toRecord(Condition)).flatMap((each) => Object.entries(toRecord(each)));
  const [only] = conditions;
  // More conditions would let somebody through.
  const isPlain = conditions.length === 1 && only?.[0].toLowerCase() === 'aws:securetransport';
  return Effect === 'Deny' && isEverybody && isAll && isPlain && listOf(only?.[1]).map(String).join() === 'false';
}

function covers(pattern: string, arn: string): boolean {
  return pattern === arn || (pattern.endsWith('*') && arn.startsWith(pattern.slice(0, -1)));
}

function resourcesOf({bucket, arn}: Place): readonly string[] {
  const bucketArn = `arn:${arn.split(':')[1] ?? 'aws'}:s3:::${bucket}`;
  return [bucketArn, `${bucketArn}/*`];
}

function statementsOf(policy: string): readonly Statement[] {
  return listOf(toDocument(policy).Statement).map(toRecord);
}

function toDocument(policy: string): {readonly [element: string]: unknown} {
  return toRecord(JSON.parse(policy));
}

/** IAM's grammar lets a list of one be the one itself. */
function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function toRecord(value: unknown): {readonly [name: string]: unknown} {
  return typeof value === 'object' && value !== null ? {...value} : {};
}
