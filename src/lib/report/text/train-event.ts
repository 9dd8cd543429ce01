import {evidenceText} from '../../analysis/evidence-text.js';
import {LEANING} from '../../analysis/settings.js';
import type {TrainEvent} from '../../ports/train-event.js';
import {formatCountOf} from '../number-text.js';

/** The line a log shows for an event of a train; `undefined` when it is not worth one. */
export function trainEventText(event: TrainEvent): string | undefined {
  switch (event.type) {
    case 'train.began':
      return `train ${event.trainId}: ${formatCountOf(event.cars, 'alias', 'aliases')} in ${formatCountOf(event.waves, 'wave')}`;
    case 'train.waveBegan':
      return `train ${event.trainId}: wave ${event.wave} of ${event.waves}, ${formatCountOf(event.cars, 'alias', 'aliases')}`;
    case 'train.judged':
      if (event.evidence < LEANING) return undefined;
      return `train ${event.trainId}: together ${evidenceText(event)}, most of it from ${event.worst.join(', ')}`;
    case 'train.stopped': {
      const then = event.how === 'rollback' ? 'All of it goes back.' : 'Nothing further begins.';
      return `train ${event.trainId}: ${event.reason} ${then}`;
    }
  }
}
