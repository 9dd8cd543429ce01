import type {SandboxResponse} from '../service.js';
import {XML_DECLARATION} from '../xml.js';
import {type ConfigurationKind, freshDocument} from './bucket-configuration.js';
import {readBody} from './request-body.js';
import {type BucketCall, xmlResponse} from './s3-call.js';
import {malformedXml, S3Error} from './s3-error.js';

/** Put, Get and Delete of one configuration of a bucket. Throws S3Error. */
export function configureBucket({request, bucket}: BucketCall, name: string, kind: ConfigurationKind): SandboxResponse {
  switch (request.method) {
    case 'GET': {
      const text = bucket.configuration.get(name);
      if (text === undefined) throw new S3Error(404, kind.missing[0], kind.missing[1]);
      return kind.root === undefined
        ? {status: 200, headers: {'content-type': 'application/json'}, body: text}
        : xmlResponse(text);
    }
    case 'PUT':
      bucket.configuration.set(name, checked(readBody(request).content.toString('utf8'), kind));
      return {status: kind.putStatus};
    default: {
      const fresh = kind.afterDelete === null ? undefined : freshDocument(kind);
      if (fresh === undefined) bucket.configuration.delete(name);
      else bucket.configuration.set(name, fresh);
      return {status: 204};
    }
  }
}

function checked(text: string, {root}: ConfigurationKind): string {
  if (root === undefined) {
    try {
      const policy: unknown = JSON.parse(text);
      if (typeof policy === 'object' && policy !== null) return text;
    } catch {
      // Told below, as any other text that is no policy.
    }
    throw new S3Error(400, 'MalformedPolicy', 'This policy contains invalid Json');
  }
  const body = text.replace(/^\s*<\?xml[^>]*\?>\s*/, '').trim();
  const open = new RegExp(`^<${root}[\\s>]`).test(body) && body.endsWith(`</${root}>`);
  if (!open) throw malformedXml();
  return XML_DECLARATION + body;
}
