import type {EventSink} from '../../ports/events.js';
import type {Session} from '../../service/session.js';
import type {TrafficLedger} from '../traffic-ledger.js';
import {type AwsPlace, createWiring} from '../wiring.js';

interface Regions {
  /** Of the first one the session is there already; absent where there is no other. */
  readonly regions?: readonly string[] | undefined;
  readonly aws: AwsPlace;
  readonly ledger: TrafficLedger;
}

/** A session with one in each other region, all of which tell of their work in one place, and ask the same person. */
export function inRegions(session: Session, {regions, aws, ledger}: Regions): Session {
  if (!regions) return session;
  const each = regions.map((region, index): readonly [string, Session] => {
    const events: EventSink = {emit: (event) => session.events.emit({...event, inRegion: region})};
    if (index === 0) return [region, {...session, events}];
    const ports = createWiring({...aws, region}, session.environment);
    return [
      region,
      {...session, ...ports, clock: session.clock, events, aliases: ledger.beside(ports.aliases, region)},
    ];
  });
  return {...session, regions: new Map(each)};
}
