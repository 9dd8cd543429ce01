/** With whom layers are shared, as the release file says it. */
export interface LayerShare {
  /** Twelve digits each. */
  readonly accounts?: readonly string[];
  /** `o-0123456789`: every account of it. */
  readonly organization?: string;
  /** EVERYBODY, said in full. */
  readonly public?: string;
}

/** What has to be said in full for everybody who has an account to read a layer. */
export const EVERYBODY = 'every-aws-account';

/** An organization's ID (Organizations API reference, "Organization"). */
export const ORGANIZATION = /^o-[a-z0-9]{10,32}$/;
export const ACCOUNT = /^\d{12}$/;

/** Whom a share names, each as it is written on the command line: an account, an organization, or EVERYBODY. */
export function sharedWith({accounts = [], organization, public: everybody}: LayerShare): readonly string[] {
  return [...new Set([...accounts, ...(organization ? [organization] : []), ...(everybody ? [everybody] : [])])];
}

/** Reads texts as `sharedWith` writes them; those that are none are given back as `unknown`. */
export function parseShare(texts: readonly string[]): {
  readonly known: readonly string[];
  readonly unknown: readonly string[];
} {
  const isKnown = (text: string) => ACCOUNT.test(text) || ORGANIZATION.test(text) || text === EVERYBODY;
  return {known: [...new Set(texts.filter(isKnown))], unknown: texts.filter((text) => !isKnown(text))};
}

/** Whom AddLayerVersionPermission is told to let in: of an organization everybody who is in it (Lambda API reference). */
export interface LayerPrincipal {
  readonly principal: string;
  readonly organizationId?: string;
  /** Says whose the statement is: there is one for each of those it is shared with. */
  readonly statementId: string;
}

/** How a layer version is shared with one of those that `sharedWith` names. */
export function layerPrincipal(named: string): LayerPrincipal {
  const statementId = `lambda-release-${named}`;
  if (ACCOUNT.test(named)) return {principal: named, statementId};
  return named === EVERYBODY ? {principal: '*', statementId} : {principal: '*', organizationId: named, statementId};
}

/** AWS's own command for it, ready for a shell. */
export function shareCommand(layerName: string, version: number, named: string): string {
  const {principal, organizationId, statementId} = layerPrincipal(named);
  const organization = organizationId === undefined ? '' : ` --organization-id ${organizationId}`;
  return `aws lambda add-layer-version-permission --layer-name ${layerName} --version-number ${version} --statement-id ${statementId} --action lambda:GetLayerVersion --principal '${principal}'${organization}`;
}
