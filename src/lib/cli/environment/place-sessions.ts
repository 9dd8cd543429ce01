import {nameOfPlace, type Place, type ReachedPlace} from '../../model/place.js';
import type {EventSink} from '../../ports/events.js';
import type {Ports} from '../../service/ports.js';
import type {Session} from '../../service/session.js';
import {TrafficLedger} from '../traffic-ledger.js';
import type {OpenPlace} from './open-places.js';

/** One region of one environment. */
interface Part extends OpenPlace {
  readonly reached: ReachedPlace;
}

/**
 * The session of a command, in the first of its places, with one in each of them where there are several: all of them tell of their work in
 * one place, ask the same person, and go by one clock. The ledger knows of the traffic of all.
 */
export function inPlaces(
  session: Omit<Session, 'aliases'>,
  opened: readonly [OpenPlace, ...OpenPlace[]],
): {readonly session: Session; readonly ledger: TrafficLedger} {
  const parts = opened.flatMap((each) => partsOf(each, opened.length > 1));
  const [{ports}] = opened;
  const isAlone = parts.length === 1;
  const ledger = new TrafficLedger(ports.aliases, isAlone ? undefined : parts[0]?.reached);
  const alone = {...session, aliases: ledger};
  if (isAlone) return {session: alone, ledger};
  const places = parts.map((part, index): Session => {
    const {
      reached: place,
      place: {environment},
    } = part;
    const {environment: inEnvironment, region: inRegion} = place;
    const where = {...(inEnvironment !== undefined && {inEnvironment}), ...(inRegion !== undefined && {inRegion})};
    const events: EventSink = {emit: (event) => session.events.emit({...event, ...where})};
    if (index === 0) return {...alone, place, events};
    const own = inRegion === undefined ? part.ports : part.inRegion(inRegion);
    const aliases = ledger.beside(own.aliases, place);
    return {...session, ...own, clock: session.clock, place, events, aliases, environmentName: environment?.name};
  });
  return {session: {...alone, places}, ledger};
}

/** The regions of an environment, with its name where there are several environments; the AWS CLI knows none of those. */
function partsOf(opened: OpenPlace, isNamed: boolean): readonly Part[] {
  const {environment, regions = [undefined], profile, role} = opened.place;
  return regions.map((region) => ({
    ...opened,
    reached: {
      ...(isNamed && environment && {environment: environment.name}),
      ...(region !== undefined && {region}),
      ...(isNamed && {aws: {region: region ?? opened.place.region, ...(role === undefined && {profile})}}),
    },
  }));
}

/** What is spoken to in a place that an event has told. */
export function portsOf(session: Session, place: Place): Ports {
  const name = nameOfPlace(place);
  return session.places?.find((each) => nameOfPlace(each.place) === name) ?? session;
}
