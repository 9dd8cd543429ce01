import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import {setIntegrationUri, setVariable} from './api-commands.js';
import type {ApiStep} from './api-steps.js';
import {apiText} from './api-text.js';
import type {TriggerStep, TriggersPlan} from './plan.js';

/** What a step does, in words. */
export function stepText(step: TriggerStep, ref: AliasRef): string {
  const alias = formatAliasRef(ref);
  switch (step.kind) {
    case 'permission': {
      const {principal, sourceArn, statementId} = step.statement;
      return `let ${principal}${sourceArn === undefined ? '' : ` (${sourceArn})`} invoke ${alias} (statement ${statementId})`;
    }
    case 'target': {
      const {bus, rule, targetId} = step.target;
      return `point target ${targetId} of rule ${rule} on bus ${bus} at ${alias}`;
    }
    case 'api':
      return changeText(step.change);
    case 'mapping':
      return `point the event source ${step.source} (mapping ${step.uuid}) at ${alias}`;
  }
}

function changeText(change: ApiStep): string {
  return change.kind === 'integration'
    ? `point integration ${change.integrationId} of the ${apiText(change.api)} at ${change.to}`
    : `set variable ${change.variable} of stage ${change.stage} of the ${apiText(change.api)} to ${change.to}`;
}

/** The command of AWS's own command line that undoes a step; what it needs to know it reads, so nothing secret is printed. */
export function wayBack(step: TriggerStep, {ref, functionArn}: Pick<TriggersPlan, 'ref' | 'functionArn'>): string {
  switch (step.kind) {
    case 'permission':
      return `aws lambda remove-permission --function-name ${formatAliasRef(ref)} --statement-id ${shellQuoted(step.statement.statementId)}`;
    case 'target': {
      const {bus, rule, targetId} = step.target;
      const of = `--rule ${shellQuoted(rule)} --event-bus-name ${shellQuoted(bus)}`;
      const now = `aws events list-targets-by-rule ${of} --query "Targets[?Id=='${targetId}']" --output json`;
      return `aws events put-targets ${of} --targets "$(${now} | sed 's|"${functionArn}:${ref.alias}"|"${functionArn}"|')"`;
    }
    case 'api': {
      const {change} = step;
      if (change.kind === 'integration') return setIntegrationUri(change.api.apiId, change.integrationId, change.from);
      const {from: value, ...place} = change;
      return setVariable({...place, ...(value !== undefined && {value})});
    }
    case 'mapping':
      return `aws lambda update-event-source-mapping --uuid ${step.uuid} --function-name ${ref.functionName}`;
  }
}
