import type {SandboxResponse} from '../service.js';
import {element, XML_DECLARATION} from '../xml.js';
import {xmlResponse} from './s3-call.js';

/** The access control list that a bucket and its objects have when nobody may have another: everything for the owner (S3 User Guide, about-object-ownership). */
export function ownersAcl(owner: string): SandboxResponse {
  const id = element('ID', owner);
  const grantee = `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">${id}</Grantee>`;
  const grant = `<Grant>${grantee}${element('Permission', 'FULL_CONTROL')}</Grant>`;
  return xmlResponse(
    `${XML_DECLARATION}<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` +
      `<Owner>${id}</Owner><AccessControlList>${grant}</AccessControlList></AccessControlPolicy>`,
  );
}
