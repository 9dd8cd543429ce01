import {formatDuration} from '../../../model/duration.js';
import {someNames} from '../../../model/text/some-names.js';
import type {TrainSight} from '../../../plan/train/sight.js';
import {formatCount} from '../../number-text.js';

const MOST_WAVES = 4;
const MOST_NAMES = 5;

/** What all aliases of a train together can see, as fields of its plan. */
export function trainSightFields(sight: TrainSight | undefined): readonly (readonly [string, string | undefined])[] {
  if (!sight) return [['Sees together', 'nothing: none of them served anything in the last hour']];
  const {perMinute, errorRate, onePoint, aloneRise, quiet} = sight;
  const requests = perMinute >= 10 ? formatCount(perMinute) : String(Number(perMinute.toPrecision(2)));
  const none = quiet.length > 0 ? `; none in the last hour: ${someNames(quiet, MOST_NAMES)}` : '';
  return [
    ['Traffic', `about ${requests} requests a minute of all together, ${percent(errorRate)} % fail${none}`],
    ['Sees together', wavesText(sight)],
    [
      'Sees alone',
      aloneRise === undefined ? 'none of them a rise of its own' : `the one that sees most: ${points(aloneRise)}`,
    ],
    ['One point more', onePointText(onePoint)],
  ];
}

function wavesText({waves}: TrainSight): string {
  if (waves.every(({detectableRise}) => detectableRise === undefined))
    return 'no rise with 95 % power: each is judged by itself';
  // With many waves the first tells what is met early, and the last ones what all of it comes to.
  const shown = waves.map((wave, index) => ({...wave, wave: index + 1}));
  const some = waves.length > MOST_WAVES ? [...shown.slice(0, 1), ...shown.slice(1 - MOST_WAVES)] : shown;
  const text = ({detectableRise: rise}: TrainSight['waves'][number]) => (rise === undefined ? 'nothing' : points(rise));
  return some
    .map((each, index) => `${text(each)} by ${index === 0 ? 'the end' : 'that'} of wave ${each.wave}`)
    .join(', ');
}

function onePointText({power, medianMs}: TrainSight['onePoint']): string {
  const share = `${Math.round(power * 100)} of 100`;
  return medianMs === undefined
    ? 'in all of them is never convicted together'
    : `in all of them: ${share} are convicted together, in half of those within ${formatDuration(medianMs)} of its beginning`;
}

/** `0.42 percentage points` */
function points(rise: number): string {
  return `${percent(rise)} percentage points`;
}

function percent(rate: number): string {
  return String(Number((rate * 100).toPrecision(2)));
}
