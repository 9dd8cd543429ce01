import type {Session} from '../../src/lib/service/session.js';
import {EventRecorder} from './event-recorder.js';
import {FakeHost} from './fake-host.js';

/** A session with these parts; a service that uses a port it was not given fails the test by the port's name. */
export function aSession<Parts extends Partial<Session>>(parts: Parts) {
  const given = {
    events: new EventRecorder(),
    host: new FakeHost(),
    operator: undefined,
    onLook: undefined,
    place: undefined,
    places: undefined,
    commandLine: 'lambda-release of a test',
    folder: import.meta.dirname,
    environmentName: undefined,
    environment: {},
    paced: new Proxy({}, {get: (_target, name) => notGiven(`paced.${String(name)}`)}),
    ...parts,
  };
  return new Proxy(given, {
    get: (target, name) => (name in target ? Reflect.get(target, name) : notGiven(String(name))),
  }) as unknown as Session & Parts & {readonly events: EventRecorder; readonly host: FakeHost};
}

function notGiven(port: string): object {
  return new Proxy(
    {},
    {
      get: (_target, method) => {
        throw new Error(`This session has no ${port}, and was asked for ${port}.${String(method)}.`);
      },
    },
  );
}
