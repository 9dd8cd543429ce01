import {UsageError} from '../../errors.js';
import {EVERYBODY, parseShare} from '../../model/layer/share.js';

/** Reads whom a layer is to be shared with. Throws UsageError for what is neither an account nor an organization, and for everybody where it is not said in full. */
export function requireShares(texts: readonly string[]): readonly string[] {
  const {known, unknown} = parseShare(texts);
  if (unknown.length === 0) return known;
  const isPublic = unknown.some((text) => /^(\*|public|all|everybody|everyone|any)$/i.test(text));
  throw new UsageError(`A layer cannot be shared with ${unknown.map((text) => `"${text}"`).join(', ')}.`, {
    code: isPublic ? 'LAYER_SHARE_PUBLIC' : 'LAYER_SHARE_INVALID',
    suggestions: isPublic
      ? [
          `Everybody who has an account of AWS could then read it. If that is meant, say it in full: --share ${EVERYBODY}`,
        ]
      : [
          'Name an account by its twelve digits, or an organization by its ID: --share 222222222222 --share o-0123456789',
        ],
    details: {unknown},
  });
}
