import type {AnalysisSettings} from '../../analysis/settings.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {VERSION_PLACE} from '../../model/rollout/count-pair.js';
import type {HttpCaller} from '../../ports/lambda/triggers.js';
import type {PlanWarning} from '../rollout/plan.js';

const NAMES: Record<HttpCaller['kind'], string> = {
  functionUrl: 'its function URL',
  apiGateway: 'API Gateway',
  loadBalancer: 'a load balancer',
};

/** What counts the 500s of a handler, ready to be changed and given. */
export const PAIR_EXAMPLE = `--pair 'NAMESPACE Http5xx/Requests{service=NAME,version=${VERSION_PLACE}}'`;

/** The same of a stage, which tells no version from another. */
const STAGE_EXAMPLE = "--api-stage 'rest:NAME/STAGE'";

/**
 * That nobody would see the HTTP errors of an alias that is called over HTTP, with no pair and no stage that counts them: an answer
 * with statusCode 500 is a success to Lambda (its Errors counts exceptions of the handler and of the runtime alone).
 */
export function httpErrorWarnings(
  ref: AliasRef,
  callers: readonly HttpCaller[] = [],
  {apiStages = [], pairs = []}: Pick<AnalysisSettings, 'apiStages' | 'pairs'> = {},
): readonly PlanWarning[] {
  if (callers.length === 0 || apiStages.length + pairs.length > 0) return [];
  const through = callers.map(({kind}) => NAMES[kind]).join(' and ');
  const isApi = callers.some(({kind}) => kind === 'apiGateway');
  return [
    {
      code: 'HTTP_ERRORS_NOT_SEEN',
      message: `${formatAliasRef(ref)} answers HTTP through ${through}, and no pair counts its failures: an HTTP 500 that the handler returns is no error to Lambda, so a version that answers nothing else would be promoted. Count them by version: ${PAIR_EXAMPLE}, or rollout.analysis.pairs${isApi ? `; or hold by what its stage counts: ${STAGE_EXAMPLE}, or rollout.analysis.apiStages` : ''}`,
    },
  ];
}
