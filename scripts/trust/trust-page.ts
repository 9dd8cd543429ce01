import {FAULT_KINDS} from '../../test/proxy/fault.js';
import {RESERVATIONS} from '../../test/proxy/reservation-trial.js';
import {countBy} from '../../test/proxy/run-trials.js';
import {SCENARIOS} from '../../test/proxy/scenario.js';
import type {Trial} from '../../test/proxy/trial.js';

/** What the runs showed, as a page: how many of what, how they ended, and every promise that was broken. */
export function trustPage(
  trials: readonly Trial[],
  run: {readonly firstSeed: number; readonly tookMs: number},
): string {
  const faults = countBy(trials, ({happened}) => happened.map((fault) => fault.split(' ')[0] ?? ''));
  const total = faults.reduce((sum, [, count]) => sum + count, 0);
  const broken = trials.filter((trial) => trial.broken.length > 0);
  const codes = countBy(trials, ({exitCode}) => [exitCode])
    .map(([code]) => code)
    .sort();
  const rows = [...SCENARIOS, ...RESERVATIONS].map(({name}) => {
    const own = trials.filter(({scenario}) => scenario === name);
    return [name, own.length, ...codes.map((code) => own.filter(({exitCode}) => String(exitCode) === code).length)];
  });
  return `# How the promises of the exit codes are tried

<!-- Written by "npm run trust". -->

Every run is one command against a sandbox, through a proxy that lets things go wrong between the two: connections that break
before or after the effect, half answers, answers that never end, pages of HTML, expired tokens, refusals, throttling,
failures of AWS before and after the effect, effects that come late, everything refused for good after a lost write, and a
second writer between a read and a write. What
goes wrong, and at which call, is drawn from the run's seed. Afterwards another client reads the alias, or the reservation, straight from the sandbox
and judges it by [the table of exit codes](exit-codes.md); after exit 6 the printed command is run, and must repair, also
after another writer.

**${trials.length} runs, seeds from ${run.firstSeed}, ${total} faults, ${Math.round(run.tookMs / 60_000)} minutes; ${broken.length} broken promises.**

${table(['command', 'runs', ...codes.map((code) => `exit ${code}`)], rows)}

${table(
  ['fault', 'times'],
  FAULT_KINDS.map((kind) => [kind, faults.find(([name]) => name === kind)?.[1] ?? 0]),
)}
${broken.map((trial) => `\n- seed ${trial.seed}, ${trial.scenario}: ${trial.broken.join('; ')}\n`).join('')}`;
}

function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
