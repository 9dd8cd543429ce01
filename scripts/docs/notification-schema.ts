import * as z from 'zod';

/** What is sent of one transition of a rollout, for receivers to check against: schemas/notification.schema.json. */
export const notificationSchema = z
  .strictObject({
    schema: z
      .literal('lambda-release/notification/1')
      .meta({description: 'What this is, with the number of its format.'}),
    id: z.string().meta({
      description: 'The same for the same transition of the same rollout: two drivers may both tell of it.',
      examples: ['k3x9a0/step/2'],
    }),
    transition: z.enum(['started', 'step', 'held', 'promoted', 'takenBack', 'takenOver']).meta({
      description:
        'started: the first move. step: one of the next, also one back beside stable. held: it waits for a person. promoted: the candidate has all ' +
        'traffic, and may be watched still. takenBack: stable has it. takenOver: in hands that whoever worked on it does not know.',
    }),
    time: z.iso.datetime().meta({description: 'When the sender made or saw it, UTC.'}),
    functionName: z.string(),
    alias: z.string(),
    rolloutId: z.string().regex(/^[0-9a-z]{6}$/),
    stable: z.string().meta({description: 'Version that is replaced.'}),
    candidate: z.string().meta({description: 'Version that is released.'}),
    weightPercent: z
      .number()
      .min(0)
      .max(100)
      .optional()
      .meta({description: "The candidate's share of the traffic now."}),
    step: z.int().min(1).optional().meta({description: '1-based; absent when the candidate has all traffic or none.'}),
    stepCount: z.int().min(0).optional(),
    reason: z.string().optional().meta({description: 'Why, in a sentence with the counts.'}),
    account: z.string().optional(),
    region: z.string().optional(),
    by: z.string().optional().meta({description: 'ARN of whoever drives the rollout or has given the command.'}),
    job: z.string().optional().meta({description: 'Address of the CI job.'}),
    commit: z.string().optional().meta({description: 'Commit of the folder the command ran in.'}),
    host: z.string(),
    command: z.string().meta({examples: ['deploy', 'rollout resume']}),
    tool: z.string().meta({description: 'Version of lambda-release.'}),
  })
  .meta({title: 'lambda-release notification'});
