import type {SandboxResponse} from '../service.js';
import {element, XML_DECLARATION} from '../xml.js';

/** An S3 error answer. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const noSuchBucket = () => new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
export const noSuchKey = () => new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
export const noSuchUpload = () =>
  new S3Error(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  );
export const accessDenied = () => new S3Error(403, 'AccessDenied', 'Access Denied');
export const preconditionFailed = () =>
  new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
export const copyToItself = () =>
  new S3Error(
    400,
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
export const noSuchVersion = () => new S3Error(404, 'NoSuchVersion', 'The specified version does not exist.');
export const malformedXml = () =>
  new S3Error(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
export const invalidArgument = (message: string) => new S3Error(400, 'InvalidArgument', message);
export const notImplemented = (what: string) =>
  new S3Error(501, 'NotImplemented', `The sandbox does not implement ${what}.`);

/** The error as S3 answers it: XML, and no body at all to a HEAD. */
export function toErrorResponse(error: S3Error, method: string, resource: string, requestId: string): SandboxResponse {
  const body =
    `${XML_DECLARATION}<Error>${element('Code', error.code)}${element('Message', error.message)}` +
    `${element('Resource', resource)}${element('RequestId', requestId)}</Error>`;
  const headers = {'x-amz-request-id': requestId, ...error.headers};
  if (method === 'HEAD') return {status: error.status, headers};
  return {status: error.status, headers: {...headers, 'content-type': 'application/xml'}, body};
}
