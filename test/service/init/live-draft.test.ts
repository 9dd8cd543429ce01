import {describe, expect, it} from 'vitest';
import type {Draft} from '../../../src/lib/config/project/draft.js';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import {parseFunctionRef} from '../../../src/lib/model/function/ref.js';
import {formatMarker} from '../../../src/lib/model/rollout/marker.js';
import {formatSteps, parseSteps} from '../../../src/lib/model/rollout/step.js';
import type {FunctionConfiguration, FunctionsPort} from '../../../src/lib/ports/lambda/functions.js';
import {liveDraft} from '../../../src/lib/service/init/live-draft.js';
import {aFunction} from '../../fakes/a-function.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeHost} from '../../fakes/fake-host.js';

const {signal} = new AbortController();

interface Account {
  readonly latest?: FunctionConfiguration;
  readonly served?: Partial<FunctionConfiguration>;
  readonly aliases?: readonly Partial<AliasState>[];
  readonly host?: FakeHost;
  readonly project?: Draft;
}

/** What is taken over of `named` in an account with one function, checkout, and these aliases of its version 7. */
function taken(
  named: string,
  {latest = aFunction(), served, aliases = [{}], host = new FakeHost({canAsk: false}), project}: Account = {},
) {
  const getFunction: FunctionsPort['getFunction'] = async (name, qualifier) => {
    if (name !== latest.functionName) return undefined;
    return qualifier === undefined ? latest : {...latest, version: qualifier, ...served};
  };
  const listAliases = async () =>
    aliases.map((alias) => ({
      ...{functionName: 'checkout', alias: 'live', stable: '7', description: '', revisionId: 'r', aliasArn: 'arn'},
      ...alias,
    }));
  const session = {...aSession({host}), functions: {getFunction}, aliases: {listAliases}, host};
  return liveDraft(session as never, parseFunctionRef(named), project, signal);
}

const MARKER = formatMarker({
  rolloutId: 'abc123',
  stable: '7',
  candidate: '8',
  steps: parseSteps('10%:10m, 50%:20m'),
  movedMs: [1_800_000_000_000],
  watchMs: 600_000,
  settingsDigest: '1a2b3c4d',
  held: false,
});

describe('a live function', () => {
  it('is written down as its alias serves it, not as $LATEST is, and of its variables the names', async () => {
    const draft = await taken('checkout:live', {
      latest: aFunction({memoryMb: 4096, environment: {A_B: 'x'}}),
      served: {
        memoryMb: 256,
        timeoutSeconds: 90,
        environment: {TOKEN: 'hush', LOG: 'x'},
        tracingMode: 'Active',
        ephemeralStorageMb: 1024,
      },
    });
    expect(draft.functions).toEqual([
      {
        key: 'checkout',
        source: 'dist',
        isBuilt: true,
        settings: {
          handler: 'index.handler',
          runtime: 'nodejs22.x',
          memory: 256,
          timeout: '1m30s',
          ephemeralStorage: 1024,
          architecture: 'arm64',
          tracing: 'Active',
        },
        variables: ['LOG', 'TOKEN'],
      },
    ]);
    expect(draft.rollout).toEqual({alias: 'live'});
    expect(JSON.stringify(draft)).not.toContain('hush');
    expect(draft.gaps).toEqual([expect.stringContaining('Where its code is built is not known')]);
  });

  it('has the code that lies in the folder, and what builds it', async () => {
    const project: Draft = {
      origin: 'package.json',
      functions: [{key: 'other', source: 'build', isBuilt: true, settings: {runtime: 'nodejs20.x'}}],
      rollout: {},
      build: ['npm run build'],
      reasons: ['It is built.'],
      gaps: ['not of the function'],
    };
    const draft = await taken('checkout', {project});
    expect(draft).toMatchObject({functions: [{key: 'checkout', source: 'build'}], build: ['npm run build'], gaps: []});
    expect(draft.functions[0]?.settings.runtime).toBe('nodejs22.x');
  });

  it('keeps its layers, but for the one of dependencies that is made with every release', async () => {
    const other = 'arn:aws:lambda:eu-west-1:123456789012:layer:fonts:3';
    const own = 'arn:aws:lambda:eu-west-1:123456789012:layer:checkout-dependencies:9';
    const {functions} = await taken('checkout', {served: {layers: [other, own]}});
    expect(functions[0]?.settings).toMatchObject({layers: [other], layer: 'dependencies'});
    const alone = await taken('checkout', {served: {layers: [own]}});
    expect(alone.functions[0]?.settings.layers).toBeUndefined();
  });

  it('that is in a rollout brings its steps', async () => {
    const {rollout, reasons} = await taken('checkout', {aliases: [{description: `mine ${MARKER}`}]});
    expect(formatSteps(rollout.steps ?? [])).toBe('10%:10m, 50%:20m');
    expect(reasons).toContainEqual(expect.stringContaining('rollout of version 8 runs on live'));
  });

  it('without an alias on a published version is taken as $LATEST is, and that is said', async () => {
    const draft = await taken('checkout', {
      aliases: [{alias: 'dev', stable: '$LATEST'}],
      latest: aFunction({memoryMb: 640}),
    });
    expect(draft).toMatchObject({rollout: {}, functions: [{settings: {memory: 640}}]});
    expect(draft.gaps).toContainEqual(expect.stringContaining('no alias that can be released'));
  });

  it.each<[string, string, Account, string, RegExp]>([
    ['that is not there', 'pay', {}, 'FUNCTION_NOT_FOUND', /--region/],
    ['whose alias is not there', 'checkout:blue', {}, 'ALIAS_NOT_FOUND', /--from checkout:live$/],
    ['without any alias', 'checkout:blue', {aliases: []}, 'ALIAS_NOT_FOUND', /--from checkout$/],
    [
      'with several aliases',
      'checkout',
      {aliases: [{alias: 'a'}, {alias: 'b'}]},
      'ALIAS_AMBIGUOUS',
      /--from checkout:a$/,
    ],
    ['of a container', 'checkout', {latest: aFunction({packageType: 'Image'})}, 'PACKAGE_IS_AN_IMAGE', /image/],
  ])('%s is refused, with a way out', async (_what, named, account, code, wayOut) => {
    const error = await taken(named, account).catch((thrown: {suggestions: string[]}) => thrown);
    expect(error).toMatchObject({code, exitCode: 3});
    expect((error as {suggestions: string[]}).suggestions.join('\n')).toMatch(wayOut);
  });

  it('with several aliases is asked about where somebody can answer', async () => {
    const host = new FakeHost({answers: {'Which alias': 'b'}});
    const {rollout} = await taken('checkout', {aliases: [{alias: 'a'}, {alias: 'b'}], host});
    expect(rollout.alias).toBe('b');
  });
});
