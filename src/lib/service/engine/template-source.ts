import {stackTemplate, type TemplateFacts, templateFacts} from '../../config/engine/stack-template.js';
import {stateMachine} from '../../engine/machine.js';
import {UsageError} from '../../errors.js';

/** The engine's template as this version of the tool has it. */
export interface EngineTemplate {
  /** YAML. */
  readonly text: string;
  readonly facts: TemplateFacts;
}

/** The template of the engine for a partition of AWS, `aws` or `aws-cn`, as version `tool` of this tool writes it. */
export async function engineTemplate(partition: string, tool: string): Promise<EngineTemplate> {
  const text = await stackTemplate(stateMachine({partition}), tool);
  return {text, facts: templateFacts(text)};
}

/** Parameters as they are typed, `Functions=shop-*`. Throws UsageError for one that the template does not have. */
export function toParameters(typed: readonly string[], {parameters}: TemplateFacts): ReadonlyMap<string, string> {
  const names = parameters.map(({name}) => name);
  return new Map(
    typed.map((text): [string, string] => {
      const [name = '', ...value] = text.split('=');
      if (value.length > 0 && names.includes(name)) return [name, value.join('=')];
      throw new UsageError(`"${text}" is no parameter of the engine with its value.`, {
        code: 'PARAMETER_UNKNOWN',
        suggestions: [`Write NAME=VALUE; there are ${names.join(', ')}.`],
      });
    }),
  );
}
