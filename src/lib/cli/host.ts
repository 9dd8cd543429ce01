import {createRedraw} from '../report/live/redraw.js';
import type {Reporter} from '../report/reporter.js';
import {wrapped} from '../report/wrapped.js';
import type {Host} from '../service/session.js';
import type {Prompter} from './prompts.js';

interface HostOptions {
  readonly prompter: Prompter;
  readonly reporter: Reporter;
  readonly stderr: NodeJS.WriteStream;
  readonly isLive: boolean;
  readonly quiet: boolean;
  readonly yes: boolean;
  /** Makes commands in a text act where this one does. */
  readonly placed: (text: string) => string;
}

/** The person or pipeline at stderr. Under --quiet a plan is only shown where --yes does not answer its question. */
export function createHost(options: HostOptions): Host {
  const {prompter, reporter, stderr, isLive, quiet, yes, placed} = options;
  const show = async (text: string, silent: boolean) => {
    await reporter.pause();
    if (!silent) stderr.write(`${wrapped(placed(text), stderr.columns)}\n`);
  };
  return {
    ...prompter,
    show: (text) => show(text, quiet),
    showPlan: (text) => show(text, quiet && yes),
    screen: () => (isLive ? createRedraw(stderr) : undefined),
  };
}
