import * as z from 'zod';
import {parseImageReference} from '../model/image/reference.js';
import {ParseError} from '../model/parse-error.js';

/** `image` of a function: a URI in a private registry of ECR, by tag or digest. */
export const imageSchema = z
  .string()
  .superRefine((text, context) => {
    try {
      parseImageReference(text);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      context.addIssue({code: 'custom', message: `${error.message} ${error.wayOut}`});
    }
  })
  .meta({
    description:
      'Container image to release, in place of source: a URI of Amazon ECR with a tag, which is resolved to its digest, or with a digest.',
    examples: ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/checkout:1.4.0'],
  });

/** LDG "Lambda quotas": image settings of 16 KB; the model of UpdateFunctionConfiguration takes 1500 entries of each list. */
const words = z.array(z.string()).max(1500);

/** `imageConfig` of a function. */
export const imageConfigSchema = z
  .strictObject({
    command: words.meta({
      description: 'In place of CMD: for the images of AWS the handler.',
      examples: [['index.handler']],
    }),
    entryPoint: words.meta({description: 'In place of ENTRYPOINT.'}),
    workingDirectory: z.string().max(1000).meta({description: 'In place of WORKDIR.'}),
  })
  .partial()
  .meta({
    description:
      'What goes before the settings of the image; replaces what the function has of it, and an empty one leaves all to the image.',
  });
