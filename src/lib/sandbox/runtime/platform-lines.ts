import type {RunnableVersion} from '../invocation.js';
import type {ExtensionState} from './api/extensions.js';
import {
  billedMs,
  type InvocationReport,
  type PlatformRecord,
  platformRecords,
  usedMb,
  versionName,
} from './platform-records.js';

/** What Lambda itself writes into the log of an environment, in the format of its version. */
export interface PlatformLines {
  initStart(at: string): readonly string[];
  extension(at: string, state: ExtensionState): readonly string[];
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
    extension: (_at, {name, state, events, errorType}) => [
      `EXTENSION\tName: ${name}\tState: ${state}\tEvents: [${events.join(', ')}]${errorType === undefined ? '' : `\tError Type: ${errorType}`}`,
    ],
    start: (_at, requestId) => [`START RequestId: ${requestId} Version: ${version}`],
    note: (at, text) => [`${at} ${text}`],
    end(_at, requestId, report) {
      const status = report.status === undefined ? '' : `\tStatus: ${report.status}`;
      const init = report.initMs === undefined ? '' : `\tInit Duration: ${report.initMs.toFixed(2)} ms`;
      return [
        `END RequestId: ${requestId}`,
        `REPORT RequestId: ${requestId}\tDuration: ${report.durationMs.toFixed(2)} ms` +
          `\tBilled Duration: ${billedMs(report)} ms` +
          `\tMemory Size: ${report.memoryMb} MB\tMax Memory Used: ${usedMb(report)} MB${init}${status}\t`,
      ];
    },
  };
}

/** Which level each event has: Lambda Developer Guide, monitoring-cloudwatchlogs-log-level. */
function jsonLines(version: RunnableVersion): PlatformLines {
  const records = platformRecords(version);
  const least = LEVELS.indexOf(version.logging.SystemLogLevel ?? 'INFO');
  const event = (level: string, time: string, told: PlatformRecord): readonly string[] =>
    LEVELS.indexOf(level) < least ? [] : [JSON.stringify({time, ...told})];
  return {
    initStart: (at) => event('INFO', at, records.initStart()),
    extension: (at, state) => event(state.state === 'Ready' ? 'INFO' : 'WARN', at, records.extension(state)),
    start: (at, requestId) => event('INFO', at, records.start(requestId)),
    // That it timed out, its report says.
    note: (at, text, {status}) => (status === 'timeout' ? [] : [`${at} ${text}`]),
    end(at, requestId, report) {
      const isWell = report.status === undefined;
      return [
        ...event(isWell ? 'DEBUG' : 'WARN', at, records.runtimeDone(requestId, report)),
        ...event(isWell ? 'INFO' : 'WARN', at, records.report(requestId, report)),
      ];
    },
  };
}

const LEVELS = ['DEBUG', 'INFO', 'WARN'];
