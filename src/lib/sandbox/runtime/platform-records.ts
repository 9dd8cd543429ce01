import type {RunnableVersion} from '../invocation.js';
import type {ExtensionState} from './api/extensions.js';

/** What the REPORT line of one invocation says. */
export interface InvocationReport {
  readonly durationMs: number;
  readonly memoryMb: number;
  readonly rssBytes?: number;
  readonly initMs?: number;
  readonly status?: 'error' | 'timeout';
}

export interface PlatformRecord {
  readonly type: string;
  readonly record: unknown;
}

/** What the platform tells of an environment, by the Lambda Developer Guide, telemetry-schema-reference. */
export interface PlatformRecords {
  initStart(): PlatformRecord;
  initDone(durationMs: number, status: 'success' | 'error'): readonly PlatformRecord[];
  extension(state: ExtensionState): PlatformRecord;
  start(requestId: string): PlatformRecord;
  runtimeDone(requestId: string, report: InvocationReport): PlatformRecord;
  report(requestId: string, report: InvocationReport): PlatformRecord;
}

export function platformRecords({
  runtime,
  runtimeArn,
  functionName,
  version,
  functionArn,
}: RunnableVersion): PlatformRecords {
  const init = {initializationType: 'on-demand', phase: 'init'};
  const of = (type: string, record: object): PlatformRecord => ({type: `platform.${type}`, record});
  return {
    initStart: () =>
      of('initStart', {
        ...init,
        runtimeVersion: versionName(runtime),
        runtimeVersionArn: runtimeArn,
        functionName,
        functionVersion: version,
      }),
    initDone: (durationMs, status) => [
      of('initRuntimeDone', {...init, status}),
      of('initReport', {...init, status, metrics: {durationMs: rounded(durationMs)}}),
    ],
    extension: (state) => of('extension', {...state}),
    start: (requestId) => of('start', {requestId, functionArn, version}),
    runtimeDone: (requestId, {durationMs, status = 'success'}) =>
      of('runtimeDone', {requestId, status, metrics: {durationMs: rounded(durationMs)}}),
    report: (requestId, report) => {
      const {durationMs, initMs, memoryMb, status = 'success'} = report;
      const metrics = {
        durationMs: rounded(durationMs),
        billedDurationMs: billedMs(report),
        memorySizeMB: memoryMb,
        maxMemoryUsedMB: usedMb(report),
        ...(initMs === undefined ? {} : {initDurationMs: rounded(initMs)}),
      };
      return of('report', {requestId, metrics, status});
    },
  };
}

/** Milliseconds that are paid for: the initialisation too. */
export function billedMs({durationMs, initMs = 0}: InvocationReport): number {
  return Math.ceil(durationMs + initMs);
}

export function usedMb({rssBytes = 0}: InvocationReport): number {
  return Math.ceil(rssBytes / 2 ** 20);
}

/** nodejs22.x is nodejs:22.v1: AWS counts the patches of each runtime, there is one here. */
export function versionName(runtime: string): string {
  const [, language = runtime, version = ''] = /^([a-z]+)(.*?)(\.x)?$/.exec(runtime) ?? [];
  return `${language}:${version.replace(/^\./, '')}.v1`;
}

function rounded(ms: number): number {
  return Number(ms.toFixed(3));
}
