import * as z from 'zod';
import {ACCOUNT, EVERYBODY, ORGANIZATION} from '../model/layer/share.js';
import {patternField} from './setting-texts.js';

// Lambda takes 140 characters with the ARN before the name, which has up to 55. A function's own name, of up to 64, and
// "-dependencies" fit.
const LAYER_NAME = patternField(
  /^[a-zA-Z0-9-_]{1,80}$/,
  'Name of the layer on AWS. Functions that name the same layer share it.',
  'Write a layer name: letters, digits, - and _, at most 80.',
);

/** A text whose every other value, a number too, is told by its own way out: `222222222222` without quotes, or `true`. */
function exactText(pattern: RegExp, description: string, wayOut: string) {
  return z
    .unknown()
    .refine((value) => typeof value === 'string' && pattern.test(value), wayOut)
    .meta({type: 'string', pattern: pattern.source, description});
}

const SHARE = z
  .strictObject({
    accounts: z
      .array(
        exactText(
          ACCOUNT,
          'Account that may use it.',
          `Write the twelve digits of an account, in quotes. For everybody, write public: ${EVERYBODY}`,
        ),
      )
      .min(1, 'Name an account, or leave accounts out.')
      .meta({description: 'Accounts that may use it.', examples: [['222222222222']]}),
    organization: exactText(
      ORGANIZATION,
      'Organization of which every account may use it.',
      'Write the ID of an organization: o- and ten or more letters and digits.',
    ),
    public: exactText(
      new RegExp(`^${EVERYBODY}$`),
      'Everybody who has an account of AWS may use it, said in full.',
      `Everybody who has an account of AWS could then read it. If that is meant, write it in full: ${EVERYBODY}`,
    ),
  })
  .partial()
  .refine((share) => Object.keys(share).length > 0, 'Name accounts: [ACCOUNT, …], or an organization.')
  .meta({
    description:
      'Who else may use each version that is published, or found on AWS. Nobody loses by it what they may do already.',
  });

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
              description:
                'Packages to take, each with what it needs; the others stay in the deployment package. Java and Ruby: files and folders, as they are to be in the layer.',
              examples: [['sharp'], ['java/lib']],
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
          share: SHARE,
          packages: z
            .string()
            .min(1, 'Name a folder.')
            .meta({
              description:
                'Python: folder the packages are installed in, relative to this file; searched for without it. Java and Ruby: the folder that has java/lib, or ruby/gems; the source without it.',
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
      'yarn.lock, or of requirements.txt, uv.lock, poetry.lock or Pipfile.lock; of Java and Ruby what lies in java/lib, or ruby/gems. The layer comes last in the list of layers; its name is <function>-dependencies unless given. ' +
      'Without this line the last one stays on the function until layers gives another list.',
    examples: ['dependencies'],
  });

export type LayerInput = z.output<typeof layerSchema>;
