import {readFile} from 'node:fs/promises';
import {Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {durationFlag, functionArg} from '../../lib/cli/flags/flags.js';
import {withSignals} from '../../lib/cli/signals.js';
import {UsageError} from '../../lib/errors.js';
import {rateText, trafficLine, trafficText} from '../../lib/report/result/sandbox-text.js';
import {rateFor, speedOf} from '../../lib/sandbox/traffic/default-rate.js';
import {startTraffic} from '../../lib/sandbox/traffic/start-traffic.js';
import type {TrafficReport} from '../../lib/sandbox/traffic/traffic-report.js';

export default class SandboxTraffic extends BaseCommand<TrafficReport> {
  static override summary = 'Keep a steady rate of invocations on a function of a sandbox, until Ctrl-C.';
  static override description =
    'Invokes synchronously and counts by the version that ran. It only speaks to a sandbox on this machine, named by ' +
    'AWS_ENDPOINT_URL, and never to AWS.';
  static override examples = [
    {description: 'Fifty a second.', command: '<%= config.bin %> <%= command.id %> hello:live --rps 50'},
    {
      description: 'Events from a file, in turn.',
      command: '<%= config.bin %> <%= command.id %> hello:live --events events.json',
    },
  ];
  static override args = {
    function: functionArg({required: true, description: 'Function and alias, or version: hello:live.'}),
  };
  static override flags = {
    rps: Flags.integer({
      summary: 'Invocations a second, by the wall clock.',
      description:
        "Without it as many as a canary can be judged by at the speed of the sandbox's clock: 4 for each of its seconds, 10 to 300.",
      min: 1,
      max: 1000,
    }),
    events: Flags.string({
      summary: 'JSON file with a list of events that are sent in turn; {} without it.',
      helpValue: 'FILE',
    }),
    duration: durationFlag({summary: 'Stop after this long.'}),
    requests: Flags.integer({summary: 'Stop after this many.', min: 1}),
  };

  async run(): Promise<TrafficReport> {
    const {args, flags} = await this.parse(SandboxTraffic);
    const session = await this.open(flags);
    const endpoint = process.env.AWS_ENDPOINT_URL;
    if (endpoint === undefined) {
      throw new UsageError('AWS_ENDPOINT_URL is not set: there is no sandbox to send traffic to.', {
        code: 'SANDBOX_MISSING',
        suggestions: ['Start one and copy the lines it prints: lambda-release sandbox start'],
      });
    }
    const events = flags.events === undefined ? ['{}'] : await readEvents(flags.events);
    return withSignals(async (signal) => {
      const place = await session.identity.whoAmI(signal);
      const speed = flags.rps === undefined ? await speedOf(endpoint, signal) : undefined;
      const rps = flags.rps ?? rateFor(speed ?? 1);
      if (speed !== undefined) await session.host.show(rateText(rps, speed));
      return startTraffic({
        endpoint,
        ref: args.function,
        place,
        rps,
        payload: (index) => events[index % events.length] ?? '{}',
        onSample: (report) => session.events.emit({type: 'heartbeat', message: trafficLine(report)}),
        signal,
        ...(flags.duration !== undefined && {durationMs: flags.duration}),
        ...(flags.requests !== undefined && {maxRequests: flags.requests}),
      });
    });
  }

  protected toText(report: TrafficReport): string {
    return trafficText(report);
  }
}

async function readEvents(file: string): Promise<readonly string[]> {
  try {
    const events: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (Array.isArray(events) && events.length > 0) return events.map((event) => JSON.stringify(event));
  } catch (error) {
    throw badEvents(file, error instanceof Error ? error.message : String(error));
  }
  throw badEvents(file, 'it is not a list with at least one event');
}

function badEvents(file: string, why: string): UsageError {
  return new UsageError(`The events in ${file} cannot be used: ${why}.`, {
    code: 'EVENTS_UNREADABLE',
    suggestions: ['Write a JSON list with one event an entry: [{"name": "Ada"}, {"name": "Grace"}]'],
  });
}
