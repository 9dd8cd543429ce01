import {sha256Base64} from '../../../package/sha256.js';
import {invalid} from '../failure.js';
import type {ResolvedLayers} from '../function/settings.js';
import type {LayerVersion, StoredCode} from '../state.js';
import {Violations} from '../violations.js';
import type {LambdaWorld} from '../world.js';

const maxLayers = 5;

export const layerArnPattern =
  '(arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)';

// An empty zip: the layers of other accounts, AWS's public ones among them, are known by name and hold nothing here.
const emptyZip = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]);
const ofAnotherAccount: StoredCode = {sha256: sha256Base64(emptyZip), zip: emptyZip, unzippedBytes: 0};

/** The layer versions a function's configuration lists, in its order; refusals worded as recorded from AWS. */
export function resolveLayers(world: LambdaWorld, arns: readonly string[]): ResolvedLayers {
  checkArns(arns);
  if (arns.length > maxLayers) throw invalid(`Cannot reference more than ${maxLayers} layers.`);
  const found = arns.map((arn) => {
    if (arn.split(':')[3] !== world.region) {
      throw invalid(
        `Layers are not in the same region as the function. Layers are expected to be in region ${world.region}.`,
      );
    }
    const code = arn.split(':')[4] === world.accountId ? findLayerVersion(world, arn)?.code : ofAnotherAccount;
    if (!code) throw invalid(`Layer version ${arn} does not exist.`);
    return {arn, code};
  });
  checkTwice(arns);
  return {
    entries: found.map(({arn, code}) => ({Arn: arn, CodeSize: code.zip.length})),
    codes: found.map(({code}) => code),
  };
}

/** The version a layer version ARN names, or undefined. */
export function findLayerVersion(world: LambdaWorld, arn: string): LayerVersion | undefined {
  const [, , , , account, , name = '', number] = arn.split(':');
  if (account !== world.accountId) return undefined;
  return world.state.layers.get(name)?.versions.get(Number(number));
}

function checkArns(arns: readonly string[]): void {
  const matches = new RegExp(`^(?:${layerArnPattern})$`);
  const violations = new Violations();
  if (!arns.every((arn) => matches.test(arn))) {
    violations.add(
      arns,
      'layers',
      `Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ${layerArnPattern}, Member must not be null]`,
    );
  }
  violations.throwIfAny();
}

function checkTwice(arns: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const arn of arns) {
    const layer = arn.slice(0, arn.lastIndexOf(':'));
    const earlier = seen.get(layer);
    if (earlier !== undefined) {
      throw invalid(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${earlier} and ${arn} are versions of the same layer.`,
      );
    }
    seen.set(layer, arn);
  }
}
