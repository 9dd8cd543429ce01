import * as z from 'zod';
import {MOST_WARM_CALLS} from '../model/rollout/checks.js';

/** Smoke tests: events that the candidate has to answer before it gets any traffic. */
export const smokeSchema = z
  .array(
    z.strictObject({
      event: z.string().min(1).meta({description: 'JSON file with the event, relative to this file.'}),
      expect: z
        .strictObject({
          statusCode: z.int().min(100).max(599).meta({description: 'statusCode of the answer.'}),
          json: z.unknown().meta({
            description:
              'Part of the answer: what is named here has to be there, what is not may be anything. A text in the answer, ' +
              'such as a body, is read as JSON where an object is expected.',
          }),
          command: z.string().min(1).meta({
            description: 'Command that gets the answer on stdin and ends with 0 when it likes it.',
          }),
        })
        .partial()
        .default({})
        .meta({description: 'A function error is never expected.'}),
    }),
  )
  .max(20)
  .meta({
    description: 'Events sent to the new version before its first traffic; one that fails ends the release with 5.',
  });

const warmCalls = z.int().min(0).max(MOST_WARM_CALLS);

/** Calls at one time before the first percent: how many, and which event. */
export const warmSchema = z
  .union(
    [
      warmCalls,
      z.strictObject({
        calls: warmCalls.meta({description: 'How many calls, all at one time; 0 makes none.'}),
        event: z.string().min(1).meta({description: 'JSON file with the event, relative to this file.'}),
      }),
    ],
    {
      error: `Write a number of calls, 0 to ${MOST_WARM_CALLS}, or {calls: NUMBER, event: FILE}.`,
    },
  )
  .meta({
    description:
      'Calls of the new version at one time before its first traffic, so that it has as many environments. A number alone ' +
      'sends the event of the first smoke test. They are real calls: name an event that changes nothing.',
    examples: [5, {calls: 5, event: 'events/health.json'}],
  });

/** Environments that are kept ready of a candidate. */
export const provisionedSchema = z
  .int({error: 'Write a number of environments, or 0 for none.'})
  .min(0)
  .meta({
    description:
      'Environments that provisioned concurrency keeps ready of the new version before its first traffic, 0 for none. When not ' +
      'said: as many as the version that it replaces has of its own. They cost from then on; those of the other version are given up at the end.',
    examples: [10],
  });

const hook = (description: string) => z.string().min(1).meta({description});

/** Commands of this machine that a rollout runs. */
export const hooksSchema = z
  .strictObject({
    beforeShift: hook('Before every move below 100 %; its failure stops the rollout.'),
    afterStep: hook('After every step that passed; its failure takes the version back.'),
    beforePromote: hook('Before all traffic moves; its failure takes the version back.'),
    afterRollback: hook('Once stable has all traffic again; its failure is only told. Not run after a signal.'),
  })
  .partial()
  .meta({
    description:
      'Commands that run in the folder of this file with the rollout in ROLLOUT_* variables; each has five minutes.',
  });
