import {findReleaseFile} from '../../config/load-release-file.js';
import {type Proposed, proposeChanges} from '../../execute/engine/change-stack.js';
import {eventBusArn} from '../../plan/doctor/event-bus-arn.js';
import {planInstall} from '../../plan/engine/install.js';
import {toRefusedError} from '../../plan/refusal.js';
import type {CallerIdentity} from '../../ports/identity.js';
import {type EngineInstallReport, installPlanText} from '../../report/result/engine/install-text.js';
import {type Released, release} from '../rollout/release.js';
import type {Session} from '../session.js';
import {findInstalled} from './installed-stack.js';
import {engineTemplate, toParameters} from './template-source.js';
import {compareTick, releaseTick, type Tool} from './tick-function.js';

interface InstallOptions {
  readonly stack: string;
  /** `NAME=VALUE`. */
  readonly parameter?: readonly string[] | undefined;
  /** Role that CloudFormation assumes in the caller's stead. */
  readonly 'stack-role'?: string | undefined;
  readonly 'skip-stack'?: boolean | undefined;
  readonly downgrade?: boolean | undefined;
  readonly 'dry-run'?: boolean | undefined;
  readonly config?: string | undefined;
}

interface StackWork {
  readonly report: EngineInstallReport['stack'];
  readonly stateMachine?: string;
  readonly proposed?: Proposed;
}

/**
 * Installs the engine, or brings it to what this version of the tool has: the stack by a change set that is shown and
 * asked about, then the code of its function by a release of its own. Changes nothing where all is as it should be. A dry run
 * makes the change set, shows it and takes it away again. Throws ReleaseError.
 */
export async function installEngine(
  session: Session,
  options: InstallOptions,
  tool: Tool,
  signal: AbortSignal,
): Promise<Released<EngineInstallReport>> {
  const dryRun = options['dry-run'] === true;
  const caller = await session.identity.whoAmI(signal);
  const called = await compareTick(session, tool, signal);
  const stack = options['skip-stack'] ? skipped(options) : await planStack(session, options, {caller, tool}, signal);
  const {proposed} = stack;
  const isDone = proposed === undefined && called.code === 'same';
  const planned: EngineInstallReport = {
    ...{dryRun, changed: !isDone, account: caller.accountId, region: caller.region},
    stack: stack.report,
    ...(stack.stateMachine !== undefined && {stateMachine: stack.stateMachine}),
    ...(isDone && called.version !== undefined && {tick: {version: called.version, changed: false}}),
  };
  if (isDone) return {result: planned, planText: installPlanText(planned)};
  let isBegun = false;
  const carryOut = async (): Promise<EngineInstallReport> => {
    isBegun = true;
    const made = await proposed?.carryOut(signal);
    const stateMachine = made?.outputs.get('StateMachineArn') ?? stack.stateMachine;
    const tick = await releaseTick(session, tool, signal);
    return {
      ...planned,
      changed: proposed !== undefined || tick.changed,
      ...(stateMachine !== undefined && {stateMachine}),
      tick,
    };
  };
  const proposal = {planText: installPlanText(planned), question: 'Install it?', planned, carryOut};
  try {
    return await release(session, proposal, dryRun, signal);
  } finally {
    if (!isBegun) await proposed?.discard();
  }
}

function skipped({stack}: InstallOptions): StackWork {
  return {report: {name: stack, action: 'skipped', changes: [], parameters: {}}};
}

async function planStack(
  session: Session,
  options: InstallOptions,
  {caller, tool}: {readonly caller: CallerIdentity; readonly tool: Tool},
  signal: AbortSignal,
): Promise<StackWork> {
  const {stack: stackName, downgrade = false} = options;
  const template = await engineTemplate(partitionOf(caller), tool.version);
  const parameters = toParameters(
    [...(await ofReleaseFile(session, options, caller)), ...(options.parameter ?? [])],
    template.facts,
  );
  const installed = await findInstalled(session, stackName, signal);
  const planned = planInstall({stackName, template: template.facts, parameters, downgrade}, installed);
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const {kind, parameters: sent} = planned.plan;
  const proposed =
    kind === 'nothing'
      ? undefined
      : await proposeChanges(
          session,
          {
            ...{stackName, kind, template: template.text, parameters: sent},
            changeSetName: `lambda-release-${session.clock.now()}`,
            ...(options['stack-role'] !== undefined && {roleArn: options['stack-role']}),
          },
          signal,
        );
  const stateMachine = installed?.stack.outputs.get('StateMachineArn');
  return {
    report: {
      name: stackName,
      action: proposed ? kind : 'nothing',
      changes: proposed?.changeSet.changes ?? [],
      parameters: Object.fromEntries(parameters),
    },
    ...(stateMachine !== undefined && {stateMachine}),
    ...(proposed && {proposed}),
  };
}

/** The engine keeps the leases of rollouts and tells of them as their release file says. */
async function ofReleaseFile(
  session: Session,
  {config}: InstallOptions,
  caller: CallerIdentity,
): Promise<readonly string[]> {
  const {rollout, record, notify} = (await findReleaseFile(config, session)) ?? {};
  const bus = notify?.eventBus;
  const said = {
    LeaseRole: rollout?.lease?.role,
    RecordLogGroup: record?.logGroup,
    EventBusArn: bus && eventBusArn(bus, {partition: partitionOf(caller), ...caller}),
  };
  return Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
}

function partitionOf({arn}: CallerIdentity): string {
  return arn.split(':')[1] ?? 'aws';
}
