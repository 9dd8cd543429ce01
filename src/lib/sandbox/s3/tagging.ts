import type {SandboxResponse} from '../service.js';
import {element, unescapeXml, XML_DECLARATION} from '../xml.js';
import type {StoredObject} from './bucket.js';
import {readBody} from './request-body.js';
import {type ObjectCall, requireObject, xmlResponse} from './s3-call.js';
import {malformedXml, S3Error} from './s3-error.js';

const MAX_TAGS = 10;

/** PutObjectTagging, GetObjectTagging and DeleteObjectTagging, of the newest or a named version. Throws S3Error. */
export function tagObject(call: ObjectCall): SandboxResponse {
  const object = requireObject(call);
  const headers = object.versionId === 'null' ? {} : {'x-amz-version-id': object.versionId};
  switch (call.request.method) {
    case 'GET':
      return xmlResponse(tagsXml(object), headers);
    case 'PUT':
      object.tags = checkedTags(tagsIn(readBody(call.request).content.toString('utf8')));
      return {status: 200, headers};
    default:
      object.tags = new Map();
      return {status: 204, headers};
  }
}

/** Tags of a write, as its `x-amz-tagging` header has them: a query string. Throws S3Error. */
export function tagsOfHeader(text: string | undefined): ReadonlyMap<string, string> {
  return checkedTags([...new URLSearchParams(text ?? '')]);
}

function tagsXml({tags}: StoredObject): string {
  const set = [...tags].map(([key, value]) => `<Tag>${element('Key', key)}${element('Value', value)}</Tag>`).join('');
  return `${XML_DECLARATION}<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${set}</TagSet></Tagging>`;
}

function tagsIn(xml: string): readonly [string, string][] {
  if (!xml.includes('</Tagging>')) throw malformedXml();
  return [...xml.matchAll(/<Tag>([\s\S]*?)<\/Tag>/g)].map(([, tag = '']) => [
    unescapeXml(/<Key>([\s\S]*?)<\/Key>/.exec(tag)?.[1] ?? ''),
    unescapeXml(/<Value>([\s\S]*?)<\/Value>/.exec(tag)?.[1] ?? ''),
  ]);
}

function checkedTags(tags: readonly [string, string][]): ReadonlyMap<string, string> {
  const map = new Map(tags);
  if (map.size < tags.length) throw new S3Error(400, 'InvalidTag', 'Cannot provide multiple Tags with the same key');
  if (map.size > MAX_TAGS) throw new S3Error(400, 'BadRequest', `Object tags cannot be greater than ${MAX_TAGS}`);
  for (const [key, value] of map) {
    if (key.length < 1 || key.length > 128)
      throw new S3Error(400, 'InvalidTag', 'The TagKey you have provided is invalid');
    if (value.length > 256) throw new S3Error(400, 'InvalidTag', 'The TagValue you have provided is invalid');
  }
  return map;
}
