import * as z from 'zod';

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
