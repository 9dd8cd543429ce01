import type {TemplateFacts} from '../../config/engine/stack-template.js';
import {compareToolVersions} from '../../model/tool-version.js';
import type {Stack} from '../../ports/engine/stacks.js';
import type {Planned, Refusal} from '../refusal.js';

/** A stack of the name of the engine's, and the template it was made of. */
export interface InstalledStack {
  readonly stack: Stack;
  readonly template: TemplateFacts;
}

/** What an installation asks CloudFormation for. */
export interface InstallPlan {
  /** `nothing`: the stack is as it should be. */
  readonly kind: 'create' | 'update' | 'nothing';
  readonly parameters: ReadonlyMap<string, string | {readonly asBefore: true}>;
}

interface Wish {
  readonly stackName: string;
  readonly template: TemplateFacts;
  /** Values of parameters, by name; those not named stay, or are what the template says. */
  readonly parameters: ReadonlyMap<string, string>;
  /** An older tool may replace what a newer one has installed. */
  readonly downgrade: boolean;
}

/** How the engine's stack is brought to a template, or why not. */
export function planInstall(wish: Wish, installed: InstalledStack | undefined): Planned<InstallPlan> {
  if (!installed || installed.stack.status === 'REVIEW_IN_PROGRESS') {
    return {ok: true, plan: {kind: 'create', parameters: wish.parameters}};
  }
  const {stack, template} = installed;
  const refusal = ownerRefusal(installed) ?? statusRefusal(stack) ?? ageRefusal(wish, template);
  if (refusal) return {ok: false, refusals: [refusal]};
  const kept = new Set(template.parameters.map(({name}) => name));
  const parameters = new Map(
    wish.template.parameters.flatMap(({name}): [string, string | {readonly asBefore: true}][] => {
      const value = wish.parameters.get(name);
      if (value !== undefined) return [[name, value]];
      return kept.has(name) ? [[name, {asBefore: true}]] : [];
    }),
  );
  const isAsAsked = [...wish.parameters].every(([name, value]) => stack.parameters.get(name) === value);
  const isSame = template.content === wish.template.content && isAsAsked;
  return {ok: true, plan: {kind: isSame ? 'nothing' : 'update', parameters}};
}

/** The objection to touching a stack that is not the engine. */
export function ownerRefusal({stack: {name}, template}: InstalledStack): Refusal | undefined {
  if (template.version !== undefined) return undefined;
  return {
    code: 'STACK_IN_OTHER_HANDS',
    message: `There is a stack ${name}, and it is not the engine of lambda-release.`,
    suggestions: [
      `See what it is: aws cloudformation describe-stack-resources --stack-name ${name}`,
      'Name another one for the engine: lambda-release engine install --stack my-release-engine',
    ],
  };
}

/** The objection to changing a stack in a state in which CloudFormation changes none. */
function statusRefusal({name, status, statusReason}: Stack): Refusal | undefined {
  const why = statusReason === undefined ? '' : ` (${statusReason})`;
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return {
      code: 'STACK_BROKEN',
      message: `The stack ${name} is ${status}${why}: an update failed, and so did the way back.`,
      suggestions: [
        `Let CloudFormation try once more: aws cloudformation continue-update-rollback --stack-name ${name}`,
        `Or delete it, and install it anew: lambda-release engine uninstall --stack ${name}`,
      ],
    };
  }
  if (status.endsWith('_IN_PROGRESS')) {
    return {
      code: 'STACK_BUSY',
      message: `The stack ${name} is being changed by somebody else: ${status}.`,
      suggestions: [`Wait until that has ended: aws cloudformation describe-stacks --stack-name ${name}`],
    };
  }
  if (!/^(ROLLBACK_|CREATE_FAILED|DELETE_FAILED)/.test(status)) return undefined;
  return {
    code: 'STACK_BROKEN',
    message: `The stack ${name} is ${status}${why}: CloudFormation can only delete it.`,
    suggestions: [`Delete it, and install it anew: lambda-release engine uninstall --stack ${name}`],
  };
}

function ageRefusal({stackName, template, downgrade}: Wish, {version}: TemplateFacts): Refusal | undefined {
  const ours = template.version;
  if (downgrade || version === undefined || ours === undefined || compareToolVersions(version, ours) <= 0) {
    return undefined;
  }
  return {
    code: 'ENGINE_NEWER',
    message: `The engine ${stackName} was installed by lambda-release ${version}, and this is ${ours}.`,
    suggestions: [
      `Use that version: npm install --global lambda-release@${version}`,
      `Or go back to this one: lambda-release engine install --stack ${stackName} --downgrade`,
    ],
  };
}
