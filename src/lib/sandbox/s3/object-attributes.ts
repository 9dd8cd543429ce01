import type {SandboxResponse} from '../service.js';
import {element, XML_DECLARATION} from '../xml.js';
import {versionHeader} from './objects.js';
import {header, type ObjectCall, requireObject, xmlResponse} from './s3-call.js';

/** GetObjectAttributes: those of them that `x-amz-object-attributes` asks for. Throws S3Error. */
export function getObjectAttributes(call: ObjectCall): SandboxResponse {
  const object = requireObject(call);
  const {etag, content, checksum, modifiedMs} = object;
  const wanted = (header(call.request, 'x-amz-object-attributes') ?? '').split(',').map((name) => name.trim());
  const parts = /-(\d+)$/.exec(etag)?.[1];
  const members: Readonly<Record<string, string>> = {
    ETag: element('ETag', etag),
    Checksum: checksum
      ? `<Checksum>${element(`Checksum${checksum.algorithm.toUpperCase()}`, checksum.value)}</Checksum>`
      : '',
    ObjectParts: parts === undefined ? '' : `<ObjectParts>${element('PartsCount', parts)}</ObjectParts>`,
    StorageClass: element('StorageClass', 'STANDARD'),
    ObjectSize: element('ObjectSize', content.length),
  };
  const body = Object.entries(members)
    .filter(([name]) => wanted.includes(name))
    .map(([, text]) => text)
    .join('');
  return xmlResponse(
    `${XML_DECLARATION}<GetObjectAttributesResponse xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${body}</GetObjectAttributesResponse>`,
    {'last-modified': new Date(modifiedMs).toUTCString(), ...versionHeader(object)},
  );
}
