import type {SandboxResponse} from '../service.js';
import {element, unescapeXml, XML_DECLARATION} from '../xml.js';
import {readBody} from './request-body.js';
import {type BucketCall, type ObjectCall, xmlResponse} from './s3-call.js';
import {malformedXml} from './s3-error.js';

const MAX_OBJECTS = 1000;

/** DeleteObject: 204 also when there was nothing. */
export function deleteObject({request, bucket, key, nowMs}: ObjectCall): SandboxResponse {
  const {versionId, deleteMarker} = bucket.delete(key, nowMs, request.query.get('versionId') ?? undefined);
  return {
    status: 204,
    headers: {
      ...(versionId === undefined ? {} : {'x-amz-version-id': versionId}),
      ...(deleteMarker ? {'x-amz-delete-marker': 'true'} : {}),
    },
  };
}

/** DeleteObjects: up to 1,000 at once, each as by DeleteObject. Throws S3Error. */
export function deleteObjects({request, bucket, nowMs}: BucketCall): SandboxResponse {
  const xml = readBody(request).content.toString('utf8');
  const objects = [...xml.matchAll(/<Object>([\s\S]*?)<\/Object>/g)].map(([, object = '']) => ({
    key: unescapeXml(/<Key>([\s\S]*?)<\/Key>/.exec(object)?.[1] ?? ''),
    asked: /<VersionId>([\s\S]*?)<\/VersionId>/.exec(object)?.[1],
  }));
  if (objects.length === 0 || objects.length > MAX_OBJECTS || objects.some(({key}) => key === '')) throw malformedXml();
  const isQuiet = /<Quiet>true<\/Quiet>/.test(xml);
  const deleted = objects.map(({key, asked}) => {
    const {versionId, deleteMarker} = bucket.delete(key, nowMs, asked);
    return `<Deleted>${element('Key', key)}${element('VersionId', asked)}${element('DeleteMarker', deleteMarker)}${element('DeleteMarkerVersionId', deleteMarker ? versionId : undefined)}</Deleted>`;
  });
  return xmlResponse(
    `${XML_DECLARATION}<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${isQuiet ? '' : deleted.join('')}</DeleteResult>`,
  );
}
