import type {AliasState} from '../../model/alias/state.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {previewOf} from '../../model/preview/preview.js';
import type {InvokeStatement} from '../../model/trigger/statement.js';
import type {Version} from '../../model/versions/version.js';
import type {AliasUrl, UrlAuthType} from '../../ports/lambda/previews.js';
import type {Refusal} from '../refusal.js';

export interface PreviewPlan {
  readonly ref: AliasRef;
  readonly version: Version;
  readonly authType: UrlAuthType;
  readonly expiresMs: number;
}

/** What lets everybody in by a URL; AWS asks for both since October 2025 (Lambda Developer Guide, urls-auth). */
export const EVERYBODY: readonly InvokeStatement[] = [
  {
    statementId: 'lambda-release-preview-url',
    action: 'lambda:InvokeFunctionUrl',
    principal: '*',
    urlAuthType: 'NONE',
  },
  {
    statementId: 'lambda-release-preview-function',
    action: 'lambda:InvokeFunction',
    principal: '*',
    viaUrl: true,
  },
];

/** Why an alias that is there cannot become the preview that is asked for; nothing when it can. */
export function previewRefusals(
  {ref, authType}: PreviewPlan,
  alias: AliasState | undefined,
  url: AliasUrl | undefined,
): readonly Refusal[] {
  const name = formatAliasRef(ref);
  if (alias !== undefined && previewOf(alias) === undefined) return [notOurs(name)];
  if (url === undefined || url.authType === authType) return [];
  const other = url.authType === 'NONE' ? 'open to everybody' : 'for callers with credentials alone';
  return [
    {
      code: 'PREVIEW_URL_DIFFERS',
      message: `The URL of ${name} is ${other}, and who may call a URL is not changed under its callers.`,
      suggestions: [
        `Take it away first: lambda-release preview prune ${ref.functionName} ${ref.alias}`,
        'Or give the preview another name.',
      ],
    },
  ];
}

/** The refusal to touch an alias without the mark of a preview. */
export function notOurs(name: string): Refusal {
  return {
    code: 'PREVIEW_NOT_OURS',
    message: `Alias ${name} was not made by "preview create", or was changed since: it is left alone.`,
    suggestions: ['Give the preview another name.', `See what it is: lambda-release status ${name}`],
  };
}
