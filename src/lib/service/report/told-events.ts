import * as z from 'zod';
import type {ReleaseEvent} from '../../ports/events.js';
import type {EventOrigin} from '../../report/event-record.js';

/** An event as somebody has kept it. */
export interface ToldEvent {
  readonly timeMs: number;
  readonly event: ReleaseEvent;
  /** Who told it; a journal does not say. */
  readonly origin?: EventOrigin;
}

const text = z.string();
const count = z.number();
const ref = z.looseObject({functionName: text, alias: text});
const step = z.looseObject({weightPercent: count, bakeMs: count});
const weights = z.array(z.looseObject({atMs: count, weightPercent: count})).optional();
const place = z
  .looseObject({rolloutId: text, stable: text, candidate: text, stepCount: count.optional(), weights})
  .optional();
const side = z.looseObject({invocations: count, errors: count, errorRate: count.optional()});
const slow = z.looseObject({p90: count.optional(), p99: count.optional()}).optional();
const counted = z.looseObject({
  ...{invocations: count, errors: count, slow, p50Ms: count.optional(), p90Ms: count.optional()},
});
const cost = z.looseObject({
  ...{
    version: text,
    memoryMb: count,
    architecture: text,
    requests: count,
    meanMs: count,
    usdPerMillion: count.optional(),
  },
});
const minute = z.looseObject({minuteMs: count, stable: counted.optional(), candidate: counted.optional()});
const part = z.looseObject({name: text, thresholdMs: count.optional()});
const signal = z.looseObject({name: text, parts: z.array(part)});
const judgement = z.looseObject({
  ...{verdict: text, evidence: count, bound: count, promotionEvidence: count, reason: text},
  ...{stable: side, candidate: side, signals: z.array(signal), guardEvidence: count.optional()},
});
const sample = z.looseObject({weightPercent: count.optional(), minutes: z.array(minute).optional()}).optional();
const note = z.looseObject({message: text, commit: text.optional()}).optional();
const notes = z.looseObject({stable: note, candidate: note}).optional();
const names = z.array(text);
const change = z.union([
  z.looseObject({field: text, from: text, to: text}),
  z.looseObject({field: text, added: names, changed: names, removed: names}),
]);
const begun = {ref, rolloutId: text, stable: text, candidate: text, steps: z.array(step)};
const about = {notes, changes: z.array(change).optional()};
const ofFunction = {functionName: text};
const ofStep = {ref, stepIndex: count};

/** What of each kind is read to tell a story; what is not here is no part of one. */
const SCHEMAS: Readonly<Partial<Record<ReleaseEvent['type'], z.ZodObject>>> = {
  'package.started': z.looseObject({...ofFunction, source: text}),
  'package.finished': z.looseObject({
    ...{...ofFunction, files: count, zippedBytes: count, unzippedBytes: count, codeSha256: text},
  }),
  'code.unchanged': z.looseObject({...ofFunction, codeSha256: text}),
  'layer.published': z.looseObject({...ofFunction, layer: text}),
  'layer.reused': z.looseObject({...ofFunction, layer: text}),
  'function.created': z.looseObject(ofFunction),
  'configuration.changed': z.looseObject({...ofFunction, fields: names}),
  'version.published': z.looseObject({...ofFunction, version: text, changed: z.boolean()}),
  'rollout.started': z.looseObject({...begun, ...about}),
  'rollout.joined': z.looseObject({...begun, ...about, manner: text, stepIndex: count, weights}),
  'rollout.handedOver': z.looseObject({ref, rolloutId: text, execution: text}),
  'traffic.shifted': z.looseObject({
    ...{ref, stable: text, from: text.optional(), of: place},
    candidate: z.looseObject({version: text, weightPercent: count}).optional(),
    ...{stepIndex: count.optional(), stepCount: count.optional()},
  }),
  'sample.judged': z.looseObject({...ofStep, judgement, sample}),
  'gate.passed': z.looseObject({...ofStep, judgement}),
  'step.extended': z.looseObject({...ofStep, reason: text}),
  'rollout.held': z.looseObject({...ofStep, reason: text, of: place}),
  'rollout.promoted': z.looseObject({ref, version: text, of: place}),
  'rollout.endedElsewhere': z.looseObject({
    ...{ref, how: z.enum(['promoted', 'aborted', 'lease', 'takenOver']), of: place.nonoptional(), message: text},
  }),
  'abort.started': z.looseObject({ref, reason: text}),
  'abort.finished': z.looseObject({ref, stable: text, candidate: text.optional(), of: place}),
  'failures.found': z.looseObject({
    ...{ref, version: text},
    causes: z.array(z.looseObject({message: text, count, requestId: text.optional()})),
    traces: z
      .array(
        z.looseObject({...{traceId: text, startedMs: count, service: text, link: text}, exception: text.optional()}),
      )
      .optional(),
  }),
  'watch.started': z.looseObject({ref, watchMs: count}),
  'smoke.passed': z.looseObject({ref, version: text, name: text, durationMs: count}),
  'warm.finished': z.looseObject({ref, version: text, calls: count, coldStarts: count, durationMs: count}),
  'provisioned.changed': z.looseObject({ref, version: text, requested: count}),
  'cost.compared': z.looseObject({ref, region: text, stable: cost, candidate: cost}),
  'hook.started': z.looseObject({ref, moment: text, command: text}),
  'signal.received': z.looseObject({signal: text, policy: text}),
  warning: z.looseObject({code: text, message: text}),
};

const origin = z.looseObject({
  ...{command: text, tool: text, host: text, by: text.optional(), account: text.optional()},
  ...{region: text.optional(), job: text.optional(), commit: text.optional()},
});

/** A kept line as an event; nothing when it is none, or not one that can be told. Another version of this tool may have written it, or anybody. */
export function toToldEvent(line: unknown): ToldEvent | undefined {
  const kept = z
    .looseObject({
      ...{time: z.iso.datetime(), type: text, inEnvironment: text.optional(), inRegion: text.optional()},
      origin: origin.optional().catch(undefined),
    })
    .safeParse(line);
  if (!kept.success) return undefined;
  const schema = SCHEMAS[kept.data.type as ReleaseEvent['type']];
  const event = schema?.safeParse(line);
  if (!event?.success) return undefined;
  return {
    timeMs: Date.parse(kept.data.time),
    // Every field that a story reads has been looked at.
    event: {...event.data, type: kept.data.type} as unknown as ReleaseEvent,
    ...(kept.data.origin && {origin: kept.data.origin as EventOrigin}),
  };
}
