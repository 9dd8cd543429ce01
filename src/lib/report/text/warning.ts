import {nameOfPlace} from '../../model/place.js';
import {placeOfEvent, type ReleaseEvent} from '../../ports/events.js';

/** What is warned of, with its place where work goes on in several. */
export function warningText(event: Extract<ReleaseEvent, {type: 'warning'}>): string {
  const place = nameOfPlace(placeOfEvent(event));
  return place === undefined ? event.message : `${place}: ${event.message}`;
}
