import type {RunnableVersion} from '../invocation.js';

/** What the REPORT line of one invocation says. */
export interface InvocationReport {
  readonly durationMs: number;
  readonly memoryMb: number;
  readonly rssBytes?: number;
  readonly initMs?: number;
  readonly status?: 'error' | 'timeout';
}

/** What Lambda itself writes into the log of an environment, in the format of its version. */
export interface PlatformLines {
  initStart(at: string): readonly string[];
  start(at: string, requestId: string): readonly string[];
  end(at: string, requestId: string, report: InvocationReport): readonly string[];
  /** What else it says of an invocation, in a line of its own where its report does not say it. */
  note(at: string, text: string, report: InvocationReport): readonly string[];
}

export function platformLines(version: RunnableVersion): PlatformLines {
  return version.logging.LogFormat === 'JSON' ? jsonLines(version) : textLines(version);
}

function textLines({runtime, runtimeArn, version}: RunnableVersion): PlatformLines {
  return {
    initStart: () => [`INIT_START Runtime Version: ${versionName(runtime)}\tRuntime Version ARN: ${runtimeArn}`],
    start: (_at, requestId) => [`START RequestId: ${requestId} Version: ${version}`],
    note: (at, text) => [`${at} ${text}`],
    end(_at, requestId, report) {
      const status = report.status === undefined ? '' : `\tStatus: ${report.status}`;
      const init = report.initMs === undefined ? '' : `\tInit Duration: ${report.initMs.toFixed(2)} ms`;
      return [
        `END RequestId: ${requestId}`,
        `REPORT RequestId: ${requestId}\tDuration: ${report.durationMs.toFixed(2)} ms` +
          `\tBilled Duration: ${billedMs(report)} ms` +
          `\tMemory Size: ${report.memoryMb} MB\tMax Memory Used: ${usedMb(report)} MB${init}${status}`,
      ];
    },
  };
}

/** By the Lambda Developer Guide, telemetry-schema-reference; which level each has: monitoring-cloudwatchlogs-log-level. */
function jsonLines({runtime, runtimeArn, functionName, version, functionArn, logging}: RunnableVersion): PlatformLines {
  const least = LEVELS.indexOf(logging.SystemLogLevel ?? 'INFO');
  const event = (level: string, time: string, type: string, record: object): readonly string[] =>
    LEVELS.indexOf(level) < least ? [] : [JSON.stringify({time, type: `platform.${type}`, record})];
  return {
    initStart: (at) =>
      event('INFO', at, 'initStart', {
        initializationType: 'on-demand',
        phase: 'init',
        runtimeVersion: versionName(runtime),
        runtimeVersionArn: runtimeArn,
        functionName,
        functionVersion: version,
      }),
    start: (at, requestId) => event('INFO', at, 'start', {requestId, functionArn, version}),
    // That it timed out, its report says.
    note: (at, text, {status}) => (status === 'timeout' ? [] : [`${at} ${text}`]),
    end(at, requestId, report) {
      const {durationMs, initMs, status = 'success'} = report;
      const duration = {durationMs: rounded(durationMs)};
      const metrics = {
        ...duration,
        billedDurationMs: billedMs(report),
        memorySizeMB: report.memoryMb,
        maxMemoryUsedMB: usedMb(report),
        ...(initMs === undefined ? {} : {initDurationMs: rounded(initMs)}),
      };
      const isWell = status === 'success';
      return [
        ...event(isWell ? 'DEBUG' : 'WARN', at, 'runtimeDone', {requestId, status, metrics: duration}),
        ...event(isWell ? 'INFO' : 'WARN', at, 'report', {requestId, metrics, status}),
      ];
    },
  };
}

const LEVELS = ['DEBUG', 'INFO', 'WARN'];

function rounded(ms: number): number {
  return Number(ms.toFixed(3));
}

function billedMs({durationMs, initMs = 0}: InvocationReport): number {
  return Math.ceil(durationMs + initMs);
}

function usedMb({rssBytes = 0}: InvocationReport): number {
  return Math.ceil(rssBytes / 2 ** 20);
}

// nodejs22.x is nodejs:22.v1: AWS counts the patches of each runtime, there is one here.
function versionName(runtime: string): string {
  const [, language = runtime, version = ''] = /^([a-z]+)(.*?)(\.x)?$/.exec(runtime) ?? [];
  return `${language}:${version.replace(/^\./, '')}.v1`;
}
