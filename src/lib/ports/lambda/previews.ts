import type {AliasRef} from '../../model/function/ref.js';

/** Who may call a function URL: those whom IAM lets, or everybody. */
export type UrlAuthType = 'AWS_IAM' | 'NONE';

export interface AliasUrl {
  readonly url: string;
  readonly authType: string;
}

/**
 * What previews alone need: URLs of their aliases, and taking an alias away. AWS takes no RevisionId for any of it, so who calls
 * it has read right before that the alias is a preview's. Throws AwsError; what is not there is deleted already.
 */
export interface PreviewsPort {
  /** `undefined` when the alias has no URL, or is not there. */
  getUrl(ref: AliasRef, signal?: AbortSignal): Promise<AliasUrl | undefined>;
  createUrl(ref: AliasRef, authType: UrlAuthType, signal?: AbortSignal): Promise<AliasUrl>;
  deleteUrl(ref: AliasRef, signal?: AbortSignal): Promise<void>;
  removeStatement(ref: AliasRef, statementId: string, signal?: AbortSignal): Promise<void>;
  deleteAlias(ref: AliasRef, signal?: AbortSignal): Promise<void>;
}
