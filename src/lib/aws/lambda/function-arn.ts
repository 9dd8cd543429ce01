/** `arn:aws:lambda:<region>:<account>:function:<name>[:<qualifier>]`; a bare function has no qualifier, nor has `$LATEST` of one. */
export function parseFunctionArn(arn: string): {readonly functionName?: string; readonly qualifier?: string} {
  const [functionName, qualifier] = arn.split(':').slice(6);
  return {
    ...(functionName !== undefined && {functionName}),
    ...(qualifier !== undefined && qualifier !== '$LATEST' && {qualifier}),
  };
}
