import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {type DeployOptions, deploy} from '../../../src/lib/service/rollout/deploy.js';
import {aProcess, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {quietCallers} from '../../fakes/a-caller.js';
import {aFunction} from '../../fakes/a-function.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeConcurrency} from '../../fakes/fake-concurrency.js';
import {awsError, FakeFunctions} from '../../fakes/fake-functions.js';

const OPTIONS = {steps: parseSteps('50%:3m'), watch: 0, 'dry-run': false};

/** A folder with a handler, and a function on AWS that an alias serves in version 1. */
async function aProject(...callers: Parameters<typeof quietCallers>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'deploy-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  writeFileSync(path.join(folder, 'index.mjs'), 'export const handler = async () => "hello";\n');
  writeFileSync(path.join(folder, 'release.yml'), 'functions:\n  checkout: {source: .}\n  orders: {source: .}\n');
  const process = aProcess();
  const functions = new FakeFunctions(process.clock, aFunction());
  const {codeSha256, revisionId} = (await functions.getFunction('checkout')) ?? aFunction();
  await functions.publishVersion({codeSha256, revisionId, description: ''});
  process.world.put({...REF, stable: '1', description: ''}, process.clock.now());
  const {signal} = process.controller;
  const trafficHistory = {readTraffic: async () => []};
  const concurrency = new FakeConcurrency();
  const session = aSession({
    ...process.deps,
    ...quietCallers(...callers),
    trafficHistory,
    concurrency,
    functions,
    folder,
  });
  const run = (options: Partial<DeployOptions> = {}, names = ['checkout']) =>
    deploy(
      session,
      names.map((functionName) => ({functionName})),
      {...OPTIONS, ...options},
      signal,
    );
  return {process, functions, session, run};
}

describe('a release from source to all traffic', () => {
  it('packs, publishes and rolls out after one question', async () => {
    const {process, session, run} = await aProject();
    const {result} = await run();
    expect(result.functions).toMatchObject([{version: '2', changed: true}]);
    expect(process.world.newest(REF)?.stable).toBe('2');
    expect(session.host.heard.at(-1)).toBe('ask: Release it?');
  });

  it('asks nothing and sends nothing when all of it is there already', async () => {
    const {functions, session, run} = await aProject();
    await run();
    const sent = functions.calls.filter((call) => !/^(get|list)/.test(call)).length;
    const heard = session.host.heard.length;
    const {result} = await run();
    expect(result.functions).toMatchObject([{version: '2', changed: false}]);
    expect(session.host.heard.slice(heard)).toEqual([expect.stringMatching(/^show: /)]);
    expect(functions.calls.filter((call) => !/^(get|list)/.test(call))).toHaveLength(sent);
  });

  it.each([
    ['the code and configuration that stable has', {}, false],
    ['its code with another configuration', {memoryMb: 256}, true],
  ])('compares nothing with itself when a function goes back to %s', async (_name, change, isNew) => {
    const {process, functions, session, run} = await aProject();
    await run();
    process.world.put({...REF, stable: '2', description: ''}, process.clock.now());
    functions.changeBehindOurBack({codeSha256: 'b3RoZXI=', ...change});
    functions.publishBehindOurBack('somebody tries something');
    const heard = session.host.heard.length;
    const {result} = await run();
    expect(result.functions).toMatchObject([{version: isNew ? '4' : '2', changed: isNew}]);
    expect(process.world.newest(REF)?.stable).toBe(isNew ? '4' : '2');
    expect(session.host.heard.slice(heard).join()).toMatch(isNew ? /Release it/ : /^show: /);
  });

  it('warns of what plan warns of before it asks: credentials that end, a job that ends, callers past the alias', async () => {
    const bypass = {kind: 'eventSource', uuid: 'u', source: 'arn:aws:sqs:eu-west-1:123456789012:orders'} as const;
    const {session, run} = await aProject({kind: 'until', expiresMs: START_MS + 1_200_000}, async () => [bypass]);
    const job = {CI_JOB_TIMEOUT: '1800', CI_JOB_STARTED_AT: new Date(START_MS).toISOString()};
    Object.assign(session, {environment: {GITLAB_CI: 'true', ...job}});
    await run({steps: parseSteps('50%:30m'), 'dry-run': true});
    const codes = session.events.of('warning').map(({code}) => code);
    expect(codes).toEqual(expect.arrayContaining(['CREDENTIALS_EXPIRE', 'JOB_TOO_SHORT', 'ALIAS_BYPASSED']));
  });

  it('sends nothing for a dry run, and leaves nothing behind', async () => {
    const {functions, run} = await aProject();
    const before = functions.calls.length;
    const {result} = await run({'dry-run': true});
    expect(result).toMatchObject({
      dryRun: true,
      plans: [{publish: {functionName: 'checkout'}, rollout: {candidate: '2'}}],
      functions: [],
    });
    expect(functions.calls.slice(before).every((call) => /^(get|list)/.test(call))).toBe(true);
  });

  it('names what speaks against each of its functions before it begins with one', async () => {
    const {process, functions, run, session} = await aProject();
    process.world.put({...REF, stable: '1', candidate: {version: '9', weightPercent: 5}, description: ''}, 0);
    const refused = run({}, ['checkout', 'orders']);
    await expect(refused).rejects.toMatchObject({exitCode: 3, message: expect.stringContaining('checkout:live')});
    await expect(refused).rejects.toMatchObject({message: expect.stringContaining('orders:live')});
    expect(session.host.heard).toEqual([]);
    expect(functions.calls).not.toContain('updateCode');
  });

  it('ends with what is true of all its functions when one was promoted and AWS refuses the next', async () => {
    const {process, run} = await aProject();
    const orders = {...REF, functionName: 'orders'};
    process.world.put({...orders, stable: '1', description: ''}, process.clock.now());
    process.gate.always = (call) =>
      call === 'writeAlias' && process.world.newest(REF)?.stable === '2'
        ? {kind: 'fail', error: awsError('ACCESS_DENIED')}
        : undefined;
    await expect(run({}, ['checkout', 'orders'])).rejects.toMatchObject({
      exitCode: 7,
      traffic: 'mixed',
      code: 'ACCESS_DENIED',
      message: expect.stringContaining('Released before, and not taken back: checkout:live serves version 2.'),
      suggestions: expect.arrayContaining([expect.stringContaining('lambda-release rollback checkout:live')]),
      details: {released: [{functionName: 'checkout', version: '2'}]},
    });
    expect(process.world.newest(orders)?.stable).toBe('1');
  });

  it.each([
    [
      'has only begun',
      {detach: true},
      1,
      'has begun to move to version 2',
      ['lambda-release rollout abort checkout:live'],
    ],
    ['was created', {create: true}, 0, 'serves version 2', []],
  ])('names the way back of a function that %s, where there is one', async (_name, options, allowed, words, ways) => {
    let writes = 0;
    const {process, run} = await aProject();
    const orders = {...REF, functionName: 'orders'};
    process.world.put({...orders, stable: '1', description: ''}, process.clock.now());
    if ('create' in options) process.world.delete(REF);
    process.gate.always = (call) =>
      call === 'writeAlias' && writes++ >= allowed ? {kind: 'fail', error: awsError('ACCESS_DENIED')} : undefined;
    const error = await run(options, ['checkout', 'orders']).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({exitCode: 7, traffic: 'mixed', message: expect.stringContaining(words)});
    const told = (error as {suggestions: string[]}).suggestions.filter((text) => text.startsWith('To take it back'));
    expect(told).toEqual(ways.map((way) => `To take it back: ${way}`));
  });
});
