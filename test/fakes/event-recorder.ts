import type {EventSink, ReleaseEvent} from '../../src/lib/ports/events.js';

/** Keeps every event, in order. */
export class EventRecorder implements EventSink {
  readonly events: ReleaseEvent[] = [];

  emit(event: ReleaseEvent): void {
    this.events.push(event);
  }

  types(): string[] {
    return this.events.map(({type}) => type);
  }

  of<Type extends ReleaseEvent['type']>(type: Type): Extract<ReleaseEvent, {type: Type}>[] {
    return this.events.filter((event): event is Extract<ReleaseEvent, {type: Type}> => event.type === type);
  }
}
