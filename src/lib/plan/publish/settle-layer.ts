import type {ConfigurationChange} from '../../ports/lambda/functions.js';
import type {PublishPlan} from './publish.js';

/** A plan whose layer has come to be: its true ARN in place of what stood for it. */
export function settleLayer(plan: PublishPlan, arn: string): PublishPlan {
  const {layer} = plan;
  if (layer === undefined || layer.arn === arn) return plan;
  const inList = (layers: readonly string[]) => layers.map((each) => (each === layer.arn ? arn : each));
  const inChange = <Change extends ConfigurationChange>(change: Change): Change =>
    change.layers === undefined ? change : {...change, layers: inList(change.layers)};
  switch (plan.kind) {
    case 'nothing':
      return plan;
    case 'create':
      return {...plan, configuration: inChange(plan.configuration)};
    case 'update':
      return {
        ...plan,
        change: inChange(plan.change),
        expected: {...plan.expected, layers: inList(plan.expected.layers)},
      };
  }
}
