import * as z from 'zod';
import {patternField} from './setting-texts.js';

// Lambda takes 140 characters with the ARN before the name, which has up to 55. A function's own name, of up to 64, and
// "-dependencies" fit.
const LAYER_NAME = patternField(
  /^[a-zA-Z0-9-_]{1,80}$/,
  'Name of the layer on AWS. Functions that name the same layer share it.',
  'Write a layer name: letters, digits, - and _, at most 80.',
);

/** `layer` of a function: the word `dependencies`, or a layer with a name of its own. */
export const layerSchema = z
  .union(
    [
      z.literal('dependencies'),
      z
        .strictObject({
          name: LAYER_NAME,
          include: z
            .array(z.string().min(1, 'Name a package.'))
            .min(1, 'Name at least one package, or leave include out for all of them.')
            .meta({
              description: 'Packages to take, each with what it needs; the others stay in the deployment package.',
            }),
          exclude: z
            .array(
              patternField(
                /^(@[\w.*-]+\/)?[\w.*-]+$/,
                'Name of a package; * stands for anything but a slash.',
                'Write the name of a package, such as boto3 or @aws-sdk/*.',
              ),
            )
            .min(1, 'Name at least one package, or leave exclude out.')
            .meta({
              description:
                'Packages that the runtime brings, with what only they need: neither in the layer nor in the deployment package.',
              examples: [['@aws-sdk/*'], ['boto3']],
            }),
          packages: z
            .string()
            .min(1, 'Name a folder.')
            .meta({
              description:
                'Python: folder the packages are installed in, relative to this file; searched for without it.',
              examples: ['python'],
            }),
        })
        .partial()
        .required({name: true}),
    ],
    {
      error:
        'Write dependencies, or {name: NAME} with include: [PACKAGE, …] for some of them, exclude: [PACKAGE, …] for what the runtime has.',
    },
  )
  .meta({
    description:
      'Production dependencies go into a layer and out of the deployment package: those of package-lock.json, pnpm-lock.yaml or ' +
      'yarn.lock, or of requirements.txt, uv.lock, poetry.lock or Pipfile.lock. The layer comes last in the list of layers; its name is <function>-dependencies unless given. ' +
      'Without this line the last one stays on the function until layers gives another list.',
    examples: ['dependencies'],
  });

export type LayerInput = z.output<typeof layerSchema>;
