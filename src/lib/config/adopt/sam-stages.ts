import type {Edit, Stage} from '../../model/adoption.js';
import {type Fields, fieldsOf} from '../import/fields.js';
import {templateValue} from '../import/template-value.js';
import type {DraftFunction} from '../project/draft.js';

/** Any text of 64 digits that never changes: SAM names the version after it (docs/coming-from/sam-codedeploy.md). */
const FIXED_DIGITS = '0'.repeat(64);

/**
 * What tells a stack of SAM to leave code and alias alone. AutoPublishAlias stays: taken away, CloudFormation would delete the alias, and
 * with it what calls it. First the version gets one name for good, then CodeDeploy goes.
 */
export function samStages(value: unknown, adopted: readonly DraftFunction[], alias: string): readonly Stage[] {
  const {Resources, Globals, Parameters, Mappings} = fieldsOf(value);
  const values = {parameters: fieldsOf(Parameters), mappings: fieldsOf(Mappings)};
  const globals = fieldsOf(fieldsOf(Globals).Function);
  const all = Object.entries(fieldsOf(Resources)).flatMap(([id, resource]) => {
    const {Type, Properties} = fieldsOf(resource);
    return Type === 'AWS::Serverless::Function' ? [{id, properties: fieldsOf(Properties)}] : [];
  });
  const functions = all.filter(({id, properties}) => {
    const name = templateValue(properties.FunctionName, values) ?? id;
    return adopted.some(({key, nameCommand}) => key === (nameCommand === undefined ? name : id));
  });
  const fixed = functions.map(({id, properties}): Edit => {
    const isNamed = properties.AutoPublishAlias !== undefined || globals.AutoPublishAlias !== undefined;
    return {
      action: 'add',
      place: placeOf(id),
      lines: [...(isNamed ? [] : [`AutoPublishAlias: ${alias}`]), `AutoPublishCodeSha256: "${FIXED_DIGITS}"`],
    };
  });
  // What all functions have goes only when all of them are taken over; else it is switched off for those that are.
  const isWhole = functions.length === all.length;
  const without = (name: string, off: string): readonly Edit[] => [
    ...(isWhole && globals[name] !== undefined ? [removed(`Globals.Function.${name}`)] : []),
    ...functions.flatMap(({id, properties}): Edit[] => {
      if (!isWhole && globals[name] !== undefined)
        return [{action: 'add', place: placeOf(id), lines: [`${name}: ${off}`]}];
      return properties[name] === undefined ? [] : [removed(`${placeOf(id)}.${name}`)];
    }),
  ];
  const build = ['sam build', 'sam deploy'];
  const preferences = without('DeploymentPreference', '{Enabled: false}');
  return [
    {
      why: 'The version in the stack gets one name for good. SAM publishes one last version, of the code that it has now, and moves the alias to it as it does today.',
      edits: [...without('AutoPublishAliasAllProperties', 'false'), ...fixed],
      commands: build,
    },
    ...(preferences.length > 0
      ? [
          {
            why: "CodeDeploy's application and deployment group go; the alias is not touched. AutoPublishAlias stays: without it CloudFormation deletes the alias.",
            edits: preferences,
            commands: build,
          },
        ]
      : []),
  ];
}

function placeOf(id: string): string {
  return `Resources.${id}.Properties`;
}

function removed(place: string): Edit {
  return {action: 'remove', place, lines: []};
}

/** Whether a template is of SAM, and not of CloudFormation alone. */
export function isSam(value: unknown): boolean {
  const resources: Fields = fieldsOf(fieldsOf(value).Resources);
  return Object.values(resources).some((resource) => fieldsOf(resource).Type === 'AWS::Serverless::Function');
}
