import type {TrainEvent} from '../../../src/lib/ports/train-event.js';
import type {Told} from '../../../src/lib/report/story/told.js';
import {eventsOf, type ToldEvent, toldOf} from './told-stories.js';

const MINUTE_MS = 60_000;
const trainId = 'k3x9a0';

/** The course of one alias under another name. */
function carOf(functionName: string, course: Parameters<typeof eventsOf>[0], laterMs: number): readonly ToldEvent[] {
  return eventsOf(course).map(({timeMs, event}) => ({
    timeMs: timeMs + laterMs,
    event: {
      ...event,
      ...('ref' in event && {ref: {functionName, alias: 'live'}}),
      ...('functionName' in event && {functionName}),
    } as ToldEvent['event'],
  }));
}

/** All that is told of a train that was convicted in its second wave, of which one alias had not begun. */
export function aTrain(): Told {
  const wave1 = carOf('checkout', 'promoted', 0);
  const laterMs = 40 * MINUTE_MS;
  const wave2 = [...carOf('pay', 'takenBack', laterMs), ...carOf('<b>', 'takenBack', laterMs + 1000)];
  const beginMs = (wave1[0]?.timeMs ?? 0) - 1000;
  const endMs = Math.max(...wave2.map(({timeMs}) => timeMs));
  const at = (timeMs: number, event: TrainEvent): ToldEvent => ({timeMs, event});
  const looks = Array.from({length: Math.floor((endMs - beginMs) / MINUTE_MS)}, (_, minute) => {
    const isBad = minute > 40;
    const evidence = isBad ? 1.9 ** (minute - 38) : 0.9 ** (minute % 9);
    return at(beginMs + minute * MINUTE_MS, {
      ...{type: 'train.judged', trainId, evidence, bound: 100},
      worst: isBad ? ['pay:live', '<b>:live'] : [],
    });
  });
  const events = [
    at(beginMs, {type: 'train.began', trainId, cars: 4, waves: 2}),
    at(beginMs, {type: 'train.waveBegan', trainId, wave: 1, waves: 2, cars: 1, names: ['checkout:live']}),
    ...wave1,
    at(beginMs + laterMs, {
      type: 'train.waveBegan',
      trainId,
      wave: 2,
      waves: 2,
      cars: 3,
      names: ['pay:live', '<b>:live', 'mail:live'],
    }),
    ...wave2,
    ...looks,
    at(endMs, {
      type: 'train.stopped',
      trainId,
      how: 'rollback',
      reason: 'Together the new versions of 3 aliases fail more often than is tolerated.',
    }),
  ];
  return toldOf(events);
}
