/** A layer version's ARN, taken apart. */
export interface LayerVersionArn {
  /** The layer without its version: `arn:aws:lambda:eu-west-1:123456789012:layer:dependencies`. */
  readonly layerArn: string;
  readonly layerName: string;
  readonly version: number;
}

const LAYER_VERSION = /^(arn:[^:]+:lambda:[^:]*:[^:]*:layer:([a-zA-Z0-9-_]+)):(\d+)$/;
const FUNCTION = /^(arn:[^:]+:lambda:[^:]+:\d{12}):function:/;

/** Takes a layer version's ARN apart; `undefined` for any other text. */
export function parseLayerVersionArn(arn: string): LayerVersionArn | undefined {
  const [, layerArn, layerName, version] = LAYER_VERSION.exec(arn) ?? [];
  if (layerArn === undefined || layerName === undefined) return undefined;
  return {layerArn, layerName, version: Number(version)};
}

/** The ARN a layer of this name has in the account and region of a function. */
export function layerArnBeside(functionArn: string, layerName: string): string | undefined {
  const account = FUNCTION.exec(functionArn)?.[1];
  return account === undefined ? undefined : `${account}:layer:${layerName}`;
}

/** `dependencies:7`: a layer version without where it is. An ARN that cannot be taken apart is given back. */
export function shortLayerArn(arn: string): string {
  const parsed = parseLayerVersionArn(arn);
  return parsed === undefined ? arn : `${parsed.layerName}:${parsed.version}`;
}
