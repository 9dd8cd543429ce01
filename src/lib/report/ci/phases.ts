import type {ReleaseEvent} from '../../ports/events.js';
import type {OutputStream, ProgressView} from '../progress-view.js';
import {isNotice, isPackageEvent, isPublishEvent} from '../text/event.js';
import type {CiSystem} from './system.js';

type Phase = 'Package' | 'Publish' | 'Rollout';

interface PhasesOptions {
  readonly system: CiSystem;
  readonly stream: OutputStream;
  readonly clock: {readonly now: () => number};
}

/** Writes where a part of a log begins and where it ends; absent where that system should not fold it. */
interface Marks {
  begin(phase: Phase, id: string, timeMs: number): string;
  end(id: string, timeMs: number): string;
}

/**
 * Lines of a log in parts that GitHub and GitLab fold, one a phase. A question, a plan and whatever comes at the end stand outside of
 * them, and so does the rollout on GitHub, where a part is folded whether one wants to follow it or not.
 */
export function withPhases(view: ProgressView, {system, stream, clock}: PhasesOptions): ProgressView {
  const marks = MARKS[system];
  const unfolded: readonly Phase[] = system === 'github' ? ['Rollout'] : [];
  let open: {readonly phase: Phase; readonly id: string} | undefined;
  let count = 0;
  const close = () => {
    if (open && !unfolded.includes(open.phase)) stream.write(marks.end(open.id, clock.now()));
    open = undefined;
  };
  return {
    show(event) {
      const phase = phaseOf(event);
      if (phase !== undefined && phase !== open?.phase) {
        close();
        count += 1;
        open = {phase, id: `lambda_release_${phase.toLowerCase()}_${count}`};
        if (!unfolded.includes(phase)) stream.write(marks.begin(phase, open.id, clock.now()));
      }
      view.show(event);
    },
    async pause() {
      close();
      await view.pause();
    },
    async end(outcome) {
      close();
      await view.end(outcome);
    },
  };
}

/** GitHub: "Grouping log lines"; GitLab: "Custom collapsible sections", in seconds of Unix time and names that are used once. */
const MARKS: Readonly<Record<CiSystem, Marks>> = {
  github: {
    begin: (phase) => `::group::${phase}\n`,
    end: () => '::endgroup::\n',
  },
  gitlab: {
    begin: (phase, id, timeMs) =>
      `\x1b[0Ksection_start:${seconds(timeMs)}:${id}${phase === 'Rollout' ? '' : '[collapsed=true]'}\r\x1b[0K${phase}\n`,
    end: (id, timeMs) => `\x1b[0Ksection_end:${seconds(timeMs)}:${id}\r\x1b[0K\n`,
  },
};

function seconds(timeMs: number): number {
  return Math.floor(timeMs / 1000);
}

/** What belongs to no phase stays in the one it comes in. */
function phaseOf(event: ReleaseEvent): Phase | undefined {
  if (isNotice(event)) return undefined;
  if (isPackageEvent(event)) return 'Package';
  return isPublishEvent(event) ? 'Publish' : 'Rollout';
}
