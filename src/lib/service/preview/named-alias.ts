import {UsageError} from '../../errors.js';
import {previewAlias} from '../../model/preview/preview.js';

/** The alias of the preview that is called so. Throws UsageError when nothing of the name can stand in an alias. */
export function namedAlias(name: string): string {
  const alias = previewAlias(name);
  if (alias !== undefined) return alias;
  throw new UsageError(`"${name}" has no letter and no digit, so no alias can be called by it.`, {
    code: 'PREVIEW_NAME_INVALID',
    suggestions: ['Give it a name such as a branch or the number of a pull request: pr-12.'],
  });
}
