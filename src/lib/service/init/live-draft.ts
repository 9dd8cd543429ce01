import type {Draft, DraftSettings} from '../../config/project/draft.js';
import {RefusedError} from '../../errors.js';
import {splitDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import {formatDuration, SECOND_MS} from '../../model/duration.js';
import type {FunctionRef} from '../../model/function/ref.js';
import {defaultLayerName} from '../../model/layer/setting.js';
import {formatSteps} from '../../model/rollout/step.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import {notThere} from '../not-there.js';
import type {Session} from '../session.js';

/** What Lambda gives a function of which nobody has said more. */
const USUAL_EPHEMERAL_STORAGE_MB = 512;

/**
 * A function as it is on AWS: what its alias serves is set to, and where a rollout of it runs, its steps. `project` is what the folder
 * has of its code. Of variables only the names are taken. Throws RefusedError when it cannot be released from here or is not there, and
 * AwsError.
 */
export async function liveDraft(
  {functions, aliases, host}: Pick<Session, 'functions' | 'aliases' | 'host'>,
  ref: FunctionRef,
  project: Draft | undefined,
  signal: AbortSignal,
): Promise<Draft> {
  const {functionName} = ref;
  const latest = await functions.getFunction(functionName, undefined, signal);
  if (!latest) throw notThere({functionName});
  const listed = await aliases.listAliases(functionName, signal);
  const alias = await chooseAlias(listed, ref, host, signal);
  const served = alias && (await functions.getFunction(functionName, alias.stable, signal));
  const configuration = served ?? latest;
  if (configuration.packageType === 'Image') {
    throw new RefusedError(`${functionName} is a container image: there is nothing here to make a draft of.`, {
      code: 'PACKAGE_IS_AN_IMAGE',
      suggestions: [
        `Write its image into release.yml: functions: {${functionName}: {image: ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG}}`,
        `Or name it at each release: lambda-release deploy ${functionName}:<alias> --image URI`,
      ],
    });
  }
  const marker = alias && splitDescription(alias.description).marker;
  const [code] = project?.functions ?? [];
  return {
    origin: alias
      ? `${functionName}:${alias.alias} on AWS, which serves version ${alias.stable}`
      : `${functionName} on AWS`,
    functions: [
      {
        key: functionName,
        source: code?.source ?? 'dist',
        isBuilt: code?.isBuilt ?? true,
        settings: {
          ...(code?.settings.build !== undefined && {build: code.settings.build}),
          ...settingsOf(configuration),
        },
        variables: Object.keys(configuration.environment).sort(),
      },
    ],
    rollout: {...(alias && {alias: alias.alias}), ...(marker && {steps: marker.steps})},
    maker: 'there',
    build: project?.build ?? [],
    reasons: [
      `${functionName} is on AWS; what it is set to there is written out, so that a release changes nothing but what you change.`,
      ...(marker
        ? [
            `A rollout of version ${marker.candidate} runs on ${alias?.alias}; its steps are taken over: ${formatSteps(marker.steps)}.`,
          ]
        : []),
      ...(project?.reasons ?? []),
    ],
    gaps: [
      ...(alias
        ? []
        : [
            `${functionName} has no alias that can be released; deploy --create makes one, and callers have to call it.`,
          ]),
      ...(configuration.environmentUnreadable === undefined
        ? []
        : ['Its variables cannot be read with these credentials; they stay as they are.']),
      ...(code ? [] : ['Where its code is built is not known here: write that folder as source.']),
    ],
  };
}

async function chooseAlias(
  listed: readonly AliasState[],
  {functionName, qualifier}: FunctionRef,
  host: Session['host'],
  signal: AbortSignal,
): Promise<AliasState | undefined> {
  const usable = listed.filter(({stable}) => stable !== '$LATEST');
  if (qualifier !== undefined) {
    const named = usable.find(({alias}) => alias === qualifier);
    if (named) return named;
    throw notThere({functionName, qualifier}, [
      usable.length > 0
        ? `Name one that is there: lambda-release init --from ${functionName}:${usable[0]?.alias}`
        : `Take the function over without one: lambda-release init --from ${functionName}`,
    ]);
  }
  if (usable.length > 1 && host.canAsk) {
    const choices = usable.map(({alias, stable}) => ({name: `${alias} (version ${stable})`, value: alias}));
    const chosen = await host.choose('Which alias do your callers use?', choices, signal);
    return usable.find(({alias}) => alias === chosen);
  }
  if (usable.length <= 1) return usable[0];
  throw new RefusedError(`${functionName} has several aliases: ${usable.map(({alias}) => alias).join(', ')}.`, {
    code: 'ALIAS_AMBIGUOUS',
    suggestions: [`Name the one that callers use: lambda-release init --from ${functionName}:${usable[0]?.alias}`],
  });
}

function settingsOf(configuration: FunctionConfiguration): DraftSettings {
  const {functionName, handler, runtime, memoryMb, timeoutSeconds, ephemeralStorageMb, architecture, tracingMode} =
    configuration;
  const isOwnLayer = (arn: string) => arn.split(':').at(-2) === defaultLayerName(functionName);
  const layers = configuration.layers.filter((arn) => !isOwnLayer(arn));
  return {
    ...(handler !== undefined && {handler}),
    ...(runtime !== undefined && {runtime}),
    memory: memoryMb,
    timeout: formatDuration(timeoutSeconds * SECOND_MS),
    ...(ephemeralStorageMb !== USUAL_EPHEMERAL_STORAGE_MB && {ephemeralStorage: ephemeralStorageMb}),
    architecture,
    ...(layers.length > 0 && {layers}),
    ...(layers.length < configuration.layers.length && {layer: 'dependencies'}),
    ...(tracingMode === 'Active' && {tracing: tracingMode}),
  };
}
