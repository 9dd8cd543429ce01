import type {FunctionConfiguration} from '../../../src/lib/ports/lambda/functions.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {FakeArtifacts} from '../../fakes/fake-artifacts.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {FakeFunctions} from '../../fakes/fake-functions.js';
import {FakeLayers} from '../../fakes/fake-layers.js';
import {FakeSigning} from '../../fakes/fake-signing.js';

/** All that publishing needs, around a function that is there or is not. */
export function aPublishWorld(latest?: FunctionConfiguration) {
  const clock = new FakeClock();
  const functions = new FakeFunctions(clock, latest);
  return {
    ...{clock, functions, events: new EventRecorder()},
    ...{signing: new FakeSigning(), artifacts: new FakeArtifacts(), layers: new FakeLayers()},
  };
}
