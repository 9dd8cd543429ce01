import {createHash} from 'node:crypto';
import {deflateRawSync, inflateRawSync} from 'node:zlib';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {KeptPoliciesPort, KeptPolicy} from '../../ports/rollout/kept-policies.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';

/** Values of tags hold 256 characters, and a function 50 tags, which belong to its owner (LDG "Tags"). */
const VALUE_HOLDS = 256;
const MOST_TAGS = 12;
/** A policy of that many tags is far shorter; what inflates to more is none. */
const MOST_BYTES = 65_536;
const HEADER = /^lr1\.([0-9a-z]{6})\.(\d{1,2})\.([\w-]*)$/;

type Tags = Readonly<Record<string, string>>;

/**
 * Policies as tags of the function, since neither versions nor aliases have tags: `lambda-release:policy:<hash of the alias>-1`,
 * `-2` and so on, deflated, base64url. The first begins with the rollout and the number of tags. TagResource and
 * UntagResource move the RevisionId of `$LATEST` and nothing else.
 */
export class LambdaKeptPolicies implements KeptPoliciesPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async read(ref: AliasRef, signal?: AbortSignal): Promise<KeptPolicy | undefined> {
    return fromTags(ref, (await this.#function(ref, signal)).tags);
  }

  async keep(ref: AliasRef, policy: KeptPolicy, signal?: AbortSignal): Promise<boolean> {
    const tags = toTags(ref, policy);
    if (!tags) return false;
    const {arn} = await this.#function(ref, signal);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.TagResourceCommand({Resource: arn, Tags: tags});
    await callAws(callOf('lambda:TagResource', ref), () => client.send(command, requestOptions(signal)));
    return true;
  }

  async forget(ref: AliasRef, rolloutId: string, signal?: AbortSignal): Promise<void> {
    const {arn, tags} = await this.#function(ref, signal);
    if (fromTags(ref, tags)?.rolloutId !== rolloutId) return;
    const {client, sdk} = await this.#clients.lambda();
    const TagKeys = Object.keys(tags).filter((key) => key.startsWith(prefixOf(ref)));
    const command = new sdk.UntagResourceCommand({Resource: arn, TagKeys});
    await callAws(callOf('lambda:UntagResource', ref), () => client.send(command, requestOptions(signal)));
  }

  /** AWS shows the tags only to whoever may list them, and otherwise says nothing (API reference, GetFunction). */
  async #function(ref: AliasRef, signal?: AbortSignal): Promise<{readonly arn: string; readonly tags: Tags}> {
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.GetFunctionCommand({FunctionName: ref.functionName});
    const answer = await callAws(callOf('lambda:GetFunction', ref), () => client.send(command, requestOptions(signal)));
    return {arn: answer.Configuration?.FunctionArn ?? ref.functionName, tags: answer.Tags ?? {}};
  }
}

function toTags(ref: AliasRef, {rolloutId, text}: KeptPolicy): Tags | undefined {
  const data = deflateRawSync(text, {level: 9}).toString('base64url');
  const first = VALUE_HOLDS - `lr1.${rolloutId}.${MOST_TAGS}.`.length;
  const rest = Array.from({length: Math.ceil(Math.max(0, data.length - first) / VALUE_HOLDS)}, (_, index) =>
    data.slice(first + index * VALUE_HOLDS, first + (index + 1) * VALUE_HOLDS),
  );
  const count = 1 + rest.length;
  if (count > MOST_TAGS) return undefined;
  const values = [`lr1.${rolloutId}.${count}.${data.slice(0, first)}`, ...rest];
  return Object.fromEntries(values.map((value, index) => [`${prefixOf(ref)}${index + 1}`, value]));
}

function fromTags(ref: AliasRef, tags: Tags): KeptPolicy | undefined {
  const [, rolloutId, count = '', first = ''] = HEADER.exec(tags[`${prefixOf(ref)}1`] ?? '') ?? [];
  if (rolloutId === undefined) return undefined;
  const rest = Array.from({length: Number(count) - 1}, (_, index) => tags[`${prefixOf(ref)}${index + 2}`] ?? '');
  try {
    const data = Buffer.from([first, ...rest].join(''), 'base64url');
    return {rolloutId, text: inflateRawSync(data, {maxOutputLength: MOST_BYTES}).toString('utf8')};
  } catch {
    // A tag is missing or was changed: as good as none, and its rollout may still be told.
    return {rolloutId, text: ''};
  }
}

/** An alias's name may hold what a tag may not, and be longer. */
function prefixOf({alias}: AliasRef): string {
  return `lambda-release:policy:${createHash('sha256').update(alias).digest('hex').slice(0, 8)}-`;
}

function callOf(action: string, ref: AliasRef): AwsCall {
  return {action, subject: action === 'lambda:GetFunction' ? `function ${ref.functionName}` : formatAliasRef(ref)};
}
