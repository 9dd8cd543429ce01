import * as z from 'zod';
import {MAX_DESCRIPTION_LENGTH} from '../model/description-length.js';
import {SECOND_MS} from '../model/duration.js';
import {MAX_ENVIRONMENT_BYTES, VARIABLE_NAME} from '../model/function/environment-limits.js';
import {FUNCTION_LIMITS, MIN_EPHEMERAL_STORAGE_MB, MIN_MEMORY_MB} from '../model/function/limits.js';
import {isInS3, parseS3Object} from '../model/source/s3-object.js';
import {
  asyncInvokeSchema,
  fileSystemsSchema,
  loggingSchema,
  reservedConcurrencySchema,
  signingSchema,
  tagsSchema,
  vpcSchema,
} from './attachment-schemas.js';
import {codeProblems} from './code-of.js';
import {imageConfigSchema, imageSchema} from './image-schema.js';
import {layerSchema} from './layer-schema.js';
import {durationField, patternField} from './setting-texts.js';

// Lambda Developer Guide, "Defined runtime environment variables": these Lambda sets itself, and refuses.
const RESERVED =
  /^(AWS_(DEFAULT_REGION|REGION|EXECUTION_ENV|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|LAMBDA_(FUNCTION_(NAME|MEMORY_SIZE|VERSION)|INITIALIZATION_TYPE|LOG_GROUP_NAME|LOG_STREAM_NAME|RUNTIME_API))|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/;

const environment = z
  .record(
    z
      .string()
      .regex(VARIABLE_NAME, 'A name has two characters or more: a letter, then letters, digits and underscores.')
      .refine((name) => !RESERVED.test(name), 'Lambda sets this variable itself, and refuses it from others.'),
    z.string(),
  )
  .refine((variables) => Buffer.byteLength(JSON.stringify(variables)) <= MAX_ENVIRONMENT_BYTES, {
    message: `Larger than ${MAX_ENVIRONMENT_BYTES} bytes as JSON, the most Lambda takes. Keep large values elsewhere.`,
  })
  .meta({
    description:
      'Variables to set. Others that the function has stay as they are. In a value, ' +
      `\${env:NAME} stands for a variable of the process that publishes, and \${ssm:/path} for a parameter of SSM.`,
  });

// What a release can publish: functions of a capacity provider are refused by the plan.
const {maxMemoryMb, maxEphemeralStorageMb, maxTimeoutSeconds} = FUNCTION_LIMITS.standard;

/** One entry under `functions`. Bounds are those of the Lambda API; all but `source` or `image` may be left out. */
export const functionSchema = z
  .strictObject({
    name: patternField(
      /^[a-zA-Z0-9-_]{1,64}$/,
      'Name on AWS; the key above when left out.',
      'Write the name of a function: letters, digits, - and _, at most 64.',
    ),
    source: z
      .string()
      .min(1, 'Name the folder with the code.')
      .refine((source) => !isInS3(source) || parseS3Object(source) !== undefined, {
        message: 'Write s3://BUCKET/KEY, or s3://BUCKET/KEY?versionId=VERSION.',
      })
      .meta({
        description:
          'Folder to package, or a zip or jar that was built elsewhere, here or in S3; relative to this file.',
        examples: ['dist', 'target/checkout.jar', 's3://builds/checkout/1.4.0.zip'],
      }),
    image: imageSchema,
    build: z
      .string()
      .min(1, 'Write the command, or leave build out.')
      .meta({
        description:
          'Command that makes the source, or builds and pushes the image; run in the folder of this file before it is packaged or looked up, once for all functions that name it.',
        examples: ['npm run build'],
      }),
    handler: patternField(/^\S{1,128}$/, 'Handler, file.export.', 'Write file.export, for example index.handler.'),
    runtime: patternField(
      /^[a-z][a-z0-9.]*$/,
      'Lambda runtime identifier.',
      'Write a runtime identifier, for example nodejs22.x.',
    ),
    role: patternField(
      /^arn:[\w-]+:iam::\d{12}:role\/.+$/,
      'ARN of the execution role.',
      'Write the ARN of a role: arn:aws:iam::<account>:role/<name>.',
    ),
    memory: z
      .int()
      .min(MIN_MEMORY_MB)
      .max(maxMemoryMb)
      .meta({description: `Memory in MB, ${MIN_MEMORY_MB} to ${maxMemoryMb}.`}),
    timeout: durationField('How long one invocation may take, 1s to 15m.', '30s', {
      minMs: SECOND_MS,
      maxMs: maxTimeoutSeconds * SECOND_MS,
    }),
    ephemeralStorage: z
      .int()
      .min(MIN_EPHEMERAL_STORAGE_MB)
      .max(maxEphemeralStorageMb)
      .meta({description: `Size of /tmp in MB, ${MIN_EPHEMERAL_STORAGE_MB} to ${maxEphemeralStorageMb}.`}),
    environment,
    replaceEnvironment: z.boolean().meta({description: 'Remove the variables that environment does not name.'}),
    layers: z
      .array(
        patternField(
          /^arn:[\w-]+:lambda:[\w-]+:\d{12}:layer:[\w-]+:\d+$/,
          'ARN of a layer version.',
          'Write the ARN of a layer version: arn:aws:lambda:<region>:<account>:layer:<name>:<version>.',
        ),
      )
      .max(5)
      .meta({
        description: 'Layer versions, at most five; replaces the list of the function, and an empty list clears it.',
      }),
    layer: layerSchema,
    imageConfig: imageConfigSchema,
    description: z
      .string()
      .max(MAX_DESCRIPTION_LENGTH)
      .meta({description: `Description of the function, at most ${MAX_DESCRIPTION_LENGTH} characters.`}),
    tracing: z.enum(['Active', 'PassThrough']).meta({description: 'AWS X-Ray mode.'}),
    deadLetterQueue: patternField(
      /^(none|arn:[\w-]+:(sqs|sns):.+)$/,
      'ARN of a queue or topic for events that failed for good, or none.',
      'Write the ARN of an SQS queue or SNS topic, or none.',
    ),
    vpc: vpcSchema,
    fileSystems: fileSystemsSchema,
    logging: loggingSchema,
    tags: tagsSchema,
    reservedConcurrency: reservedConcurrencySchema,
    asyncInvoke: asyncInvokeSchema,
    signing: signingSchema,
    production: z.boolean().meta({
      description:
        'Leave out of the package what npm, pnpm or yarn has installed for development only, by the lockfile. A layer has none of it anyway.',
    }),
    keepLinks: z.array(z.string().min(1)).meta({
      description:
        'Links that keep their target wherever it leads, as paths in the package: to what is there in Lambda alone, such as a layer under /opt.',
      examples: [['lib/fonts']],
    }),
    allowSecrets: z.array(z.string().min(1)).meta({
      description: 'Files of the package that may look like credentials; a folder ends in a slash.',
      examples: [['certificates/test.key']],
    }),
    after: z.array(z.string()).meta({
      description: 'Functions of this file that a train releases in a wave before it.',
      examples: [['inventory']],
    }),
    architecture: z.enum(['x86_64', 'arm64']).meta({description: 'Instruction set; a change re-deploys the code.'}),
  })
  .partial()
  .refine(({replaceEnvironment, environment: variables}) => !replaceEnvironment || variables !== undefined, {
    path: ['replaceEnvironment'],
    message: 'Write the variables under environment; to remove all of them: environment: {}.',
  })
  .superRefine((settings, context) => {
    for (const {setting, message} of codeProblems(settings)) {
      context.addIssue({code: 'custom', path: [setting], message});
    }
  })
  .meta({oneOf: [{required: ['source']}, {required: ['image']}]});
