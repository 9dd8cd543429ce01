import type {RolloutEnd} from './rollout.js';
import type {Outcome} from './run.js';
import {HORIZON_MINUTES} from './trace.js';
import type {TrainEnd} from './trains.js';

/** Share of runs that were rolled back, 0–1. */
export function rolledBackShare(outcomes: readonly Outcome[]): number {
  return outcomes.filter((outcome) => outcome.rolledBackAt !== undefined).length / outcomes.length;
}

/** `100 % · 59 / 72 · 2`: rolled back, bad requests median / 95th percentile, median minute of the rollback. */
export function regressionCell(outcomes: readonly Outcome[]): string {
  const bad = outcomes.map((outcome) => outcome.badRequests);
  const minutes = outcomes.flatMap((outcome) => (outcome.rolledBackAt === undefined ? [] : [outcome.rolledBackAt]));
  const minute = minutes.length === 0 ? '–' : String(Number(quantile(minutes, 0.5).toFixed(1)));
  return `${percent(rolledBackShare(outcomes))} · ${short(quantile(bad, 0.5))} / ${short(quantile(bad, 0.95))} · ${minute}`;
}

/** `0.1 %` of the runs, bold where it breaks a promise of 1 %. */
export function falseRollbackCell(outcomes: readonly Outcome[]): string {
  const share = rolledBackShare(outcomes);
  return share > 0.01 ? `**${percent(share)}**` : percent(share);
}

/** Median minute that began with 100 %, a run that never got there counted as after the horizon. */
export function promotedCell(outcomes: readonly Outcome[]): string {
  const minute = quantile(
    outcomes.map((outcome) => outcome.promotedAt ?? HORIZON_MINUTES),
    0.5,
  );
  return minute >= HORIZON_MINUTES ? '–' : String(minute);
}

/** Shares of rollouts that were rolled back, sent back beside stable, held and promoted, and when those reached 100 %. */
export function worldCells(ends: readonly RolloutEnd[]): readonly string[] {
  const share = (of: (end: RolloutEnd) => boolean) => percent(ends.filter(of).length / ends.length);
  const minutes = ends.flatMap(({kind, promotedAt}) =>
    kind === 'promoted' && promotedAt !== undefined ? [promotedAt] : [],
  );
  return [
    share(({kind}) => kind === 'rolledBack'),
    share(({steppedBack}) => steppedBack),
    share(({kind}) => kind === 'held'),
    share(({kind}) => kind === 'promoted'),
    minutes.length === 0 ? '–' : `${quantile(minutes, 0.5)} / ${quantile(minutes, 0.95)}`,
  ];
}

/** Share of rollouts that were rolled back, and when. */
export function slowerCells(ends: readonly RolloutEnd[]): readonly string[] {
  const minutes = ends.flatMap(({kind, atMinute}) => (kind === 'rolledBack' ? [atMinute] : []));
  const at = (share: number) => Number(quantile(minutes, share).toFixed(1));
  return [percent(minutes.length / ends.length), minutes.length === 0 ? '–' : `${at(0.5)} / ${at(0.95)}`];
}

/** Share of trains that were convicted, when, and how many of their cars fell by their own evidence, on average. */
export function trainCells(ends: readonly TrainEnd[]): readonly string[] {
  const minutes = ends.flatMap(({convictedAt}) => (convictedAt === undefined ? [] : [convictedAt]));
  const fallen = ends.reduce((sum, end) => sum + end.fallen, 0) / ends.length;
  return [
    percent(minutes.length / ends.length),
    minutes.length === 0 ? '–' : `${quantile(minutes, 0.5)} / ${quantile(minutes, 0.95)}`,
    String(Number(fallen.toPrecision(2))),
  ];
}

/** Rows of cells as a Markdown table. */
export function markdownTable(header: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...body.map(line)].join('\n');
}

/** The value below which a share of the others lies; 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

function short(count: number): string {
  return count >= 10_000 ? `${Number((count / 1000).toPrecision(3))}k` : String(count);
}
