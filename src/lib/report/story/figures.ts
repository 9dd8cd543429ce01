import {formatEvidence} from '../../analysis/evidence-text.js';
import type {SideSummary} from '../../analysis/judgement.js';
import {formatDuration} from '../../model/duration.js';
import {type CostComparison, costChange, costText} from '../../model/price/version-cost.js';
import {formatCountOf, formatRate} from '../number-text.js';
import {changeText, PRICE_NOTE, useText} from '../text/cost.js';
import type {FunctionStory} from './story.js';

/** A number that is looked at first. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  /** What it rests on. */
  readonly note: string;
}

/** What decides, in a few numbers: by the newest comparison beside stable, and by the guard where nothing was compared. */
export function storyFigures({looks, moves, stepCount, ...story}: FunctionStory): readonly Figure[] {
  const {judgement} = looks.findLast(({judgement: {difference}}) => difference !== undefined) ?? looks.at(-1) ?? {};
  const figures: Figure[] = [];
  if (judgement) {
    const {candidate, stable, evidence, bound} = judgement;
    figures.push(
      side(`Errors of version ${story.version}`, candidate),
      side(`Errors of version ${story.previousVersion}`, stable),
      {name: 'Evidence against it', value: formatEvidence(evidence), note: `taken back at ${formatEvidence(bound)}`},
    );
  }
  if (story.cost) figures.push(costFigure(story.cost));
  const [first, last] = [
    moves[0],
    [...moves, ...looks]
      .map(({timeMs}) => timeMs)
      .sort((a, b) => a - b)
      .at(-1),
  ];
  if (first && last !== undefined && last > first.timeMs) {
    const steps = stepCount === undefined ? [] : [formatCountOf(stepCount, 'step')];
    const note = [...steps, formatCountOf(moves.length, 'move')].join(', ');
    figures.push({name: 'Took', value: formatDuration(wholeSeconds(last - first.timeMs)), note});
  }
  return figures;
}

/** What changes on the bill: of the candidate, and beside it what stable costs. */
function costFigure(cost: CostComparison): Figure {
  const {region, stable, candidate} = cost;
  const change = costChange(cost);
  const value = [costText(candidate, region), ...(change === undefined ? [] : [changeText(change)])].join(', ');
  const note = `version ${stable.version}: ${costText(stable, region)}; ${useText(candidate)}, before ${useText(stable)}; ${PRICE_NOTE}`;
  return {name: 'A million requests', value, note};
}

function side(name: string, {invocations, errors, errorRate, errorRateInterval: interval}: SideSummary): Figure {
  const range = interval ? `, 95% ${formatRate(interval.lower)} to ${formatRate(interval.upper)}` : '';
  return {
    name,
    value: formatRate(errorRate),
    note: `${formatCountOf(errors, 'error')} in ${formatCountOf(invocations, 'request')}${range}`,
  };
}

function wholeSeconds(ms: number): number {
  return Math.round(ms / 1000) * 1000;
}
