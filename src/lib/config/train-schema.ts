import * as z from 'zod';
import {DAY_MS} from '../model/duration.js';
import {MOST_AT_ONCE, TRAIN_FAILURE_POLICIES, type WaveSize} from '../model/train/spec.js';
import {durationField, percentField} from './setting-texts.js';

const waveSchema = z.union([
  z
    .int()
    .min(1)
    .transform((cars): WaveSize => ({cars})),
  percentField('Share of all aliases.', '25%', {min: 0.01, max: 100}).transform((share): WaveSize => ({share})),
]);

export const trainSchema = z
  .strictObject({
    waves: z
      .array(waveSchema)
      .min(1)
      .max(99)
      .meta({
        description:
          'How many aliases are released or under way when a wave is whole, as a number or a share of all; the last wave takes all that are left.',
        examples: [[1, '25%', '100%']],
      }),
    bake: durationField('How long a wave is looked at before the next one begins, 0s to 24h.', '10m', {
      minMs: 0,
      maxMs: DAY_MS,
    }),
    onFailure: z.enum(TRAIN_FAILURE_POLICIES).meta({
      description:
        'What the aliases do whose new versions are worse together, or of which too many fell by themselves.',
    }),
    parallel: z
      .int()
      .min(1)
      .max(MOST_AT_ONCE)
      .meta({description: 'How many aliases of a wave are under way at one time.'}),
    fallen: z.int().min(1).meta({
      description:
        'How many aliases that fell by themselves convict all; without it two, or two in a hundred where those are more.',
    }),
  })
  .partial()
  .meta({description: 'Several aliases are released as one, in waves, and judged together.'});
