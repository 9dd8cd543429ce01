import {FAULT_KINDS} from '../../test/proxy/fault.js';
import {RESERVATIONS} from '../../test/proxy/reservation-trial.js';
import {countBy} from '../../test/proxy/run-trials.js';
import {SCENARIOS} from '../../test/proxy/scenario.js';
import type {Trial} from '../../test/proxy/trial.js';
import {table} from './table.js';

/** How many faults happened in all. */
export function faultsOf(trials: readonly Trial[]): number {
  return faultCounts(trials).reduce((sum, [, count]) => sum + count, 0);
}

function faultCounts(trials: readonly Trial[]) {
  return countBy(trials, ({happened}) => happened.map((fault) => fault.split(' ')[0] ?? ''));
}

/** How the commands ended, what went wrong, and every promise that was broken. */
export function trialTables(trials: readonly Trial[]): string {
  const faults = faultCounts(trials);
  const codes = countBy(trials, ({exitCode}) => [exitCode])
    .map(([code]) => code)
    .sort();
  const rows = [...SCENARIOS, ...RESERVATIONS].map(({name}) => {
    const own = trials.filter(({scenario}) => scenario === name);
    return [name, own.length, ...codes.map((code) => own.filter(({exitCode}) => String(exitCode) === code).length)];
  });
  const broken = trials.filter((trial) => trial.broken.length > 0);
  return `${table(['command', 'runs', ...codes.map((code) => `exit ${code}`)], rows)}

${table(
  ['fault', 'times'],
  FAULT_KINDS.map((kind) => [kind, faults.find(([name]) => name === kind)?.[1] ?? 0]),
)}
${broken.map((trial) => `\n- seed ${trial.seed}, ${trial.scenario}: ${trial.broken.join('; ')}\n`).join('')}`;
}
