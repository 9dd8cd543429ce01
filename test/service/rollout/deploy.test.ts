import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {type DeployOptions, deploy} from '../../../src/lib/service/rollout/deploy.js';
import type {Session} from '../../../src/lib/service/session.js';
import {aProcess, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {quietCallers} from '../../fakes/a-caller.js';
import {aFunction} from '../../fakes/a-function.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeConcurrency} from '../../fakes/fake-concurrency.js';
import {awsError, FakeFunctions} from '../../fakes/fake-functions.js';
import {FakeSigning} from '../../fakes/fake-signing.js';

const ORDERS = {...REF, functionName: 'orders'};
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
    signing: new FakeSigning(),
    functions,
    folder,
    // As a train is released: by ports that keep to a pace, here as fast as can be.
    paced: {
      ...process.deps,
      functions,
      concurrency,
      pace: {slot: async () => undefined},
    } as unknown as Session['paced'],
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

  it('releases several as a train, one after the other where it is told so', async () => {
    const {process, session, run} = await aProject();
    process.world.put({...ORDERS, stable: '1', description: ''}, process.clock.now());
    const {result, planText} = await run({parallel: 1}, ['checkout', 'orders']);
    expect(planText).toMatch(/^Train [0-9a-z]{6}: 2 aliases in 2 waves\n/);
    expect(session.host.heard.filter((said) => said.startsWith('ask'))).toEqual(['ask: Release it?']);
    expect(result.functions).toMatchObject([
      {functionName: 'checkout', version: '2', changed: true},
      {functionName: 'orders', version: '2', changed: true},
    ]);
    expect(result.train).toMatchObject({waves: [['checkout:live'], ['orders:live']], parallel: 1, bakeMs: 600_000});
    const [promoted, begun] = [process.world.momentsOf(REF), process.world.momentsOf(ORDERS)];
    expect(begun[1]?.atMs).toBeGreaterThanOrEqual((promoted.at(-1)?.atMs ?? 0) + 600_000);
  });

  it('counts in a wave only who has something to do, and asks nothing where nobody has', async () => {
    const {process, session, run} = await aProject();
    process.world.put({...ORDERS, stable: '1', description: ''}, process.clock.now());
    await run();
    const planned = await run({'dry-run': true}, ['checkout', 'orders']);
    expect(planned.result.train).toMatchObject({waves: [['orders:live']], served: ['checkout:live']});
    await run({}, ['checkout', 'orders']);
    const heard = session.host.heard.length;
    const {result} = await run({}, ['checkout', 'orders']);
    expect(result.functions).toMatchObject([{changed: false}, {changed: false}]);
    expect(result).not.toHaveProperty('train');
    expect(session.host.heard.slice(heard)).toEqual([expect.stringMatching(/^show: /)]);
  });

  it('ends with what is true of all its functions when one was promoted and AWS refuses the next', async () => {
    const {process, run} = await aProject();
    process.world.put({...ORDERS, stable: '1', description: ''}, process.clock.now());
    process.gate.always = (call) =>
      call === 'writeAlias' && process.world.newest(REF)?.stable === '2'
        ? {kind: 'fail', error: awsError('ACCESS_DENIED')}
        : undefined;
    await expect(run({}, ['checkout', 'orders'])).rejects.toMatchObject({
      exitCode: 7,
      traffic: 'mixed',
      code: 'TRAIN_HELD',
      message: expect.stringMatching(/1 on the new version: checkout:live\n[\s\S]*AWS said ACCESS_DENIED/),
      suggestions: expect.arrayContaining([
        expect.stringContaining('lambda-release train abort checkout:live orders:live --train'),
      ]),
      details: {
        cars: [
          {functionName: 'checkout', serves: 'new', candidate: '2'},
          {functionName: 'orders', serves: 'untouched'},
        ],
      },
    });
    expect(process.world.newest(ORDERS)?.stable).toBe('1');
  });

  it('keeps an alias that it has made when the next one cannot move, and says so', async () => {
    const {process, run} = await aProject();
    process.world.put({...ORDERS, stable: '1', description: ''}, process.clock.now());
    process.world.delete(REF);
    process.gate.always = (call) =>
      call === 'writeAlias' ? {kind: 'fail', error: awsError('ACCESS_DENIED')} : undefined;
    await expect(run({create: true}, ['checkout', 'orders'])).rejects.toMatchObject({
      exitCode: 7,
      traffic: 'mixed',
      code: 'TRAIN_HELD',
      message: expect.stringContaining('1 made with the new version: checkout:live'),
    });
    expect(process.world.newest(REF)?.stable).toBe('2');
  });

  it('refuses to leave several to themselves before anything is sent, and lets one be', async () => {
    const {functions, run} = await aProject();
    await expect(run({detach: true}, ['checkout', 'orders'])).rejects.toMatchObject({
      exitCode: 2,
      code: 'TRAIN_DETACHED',
      suggestions: expect.arrayContaining([expect.stringContaining('lambda-release deploy checkout:live --detach')]),
    });
    expect(functions.calls).not.toContain('updateCode');
    const {result} = await run({detach: true});
    expect(result.functions).toMatchObject([{version: '2', rollout: {detached: true}}]);
  });
});
