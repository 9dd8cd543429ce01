import * as z from 'zod';
import {HOUR_MS} from '../model/duration.js';
import {durationField, patternField} from './setting-texts.js';

const ARN_OR_NONE = /^(none|arn:[\w-]+:[\w-]+:.+)$/;

/** Where the function runs in a VPC. */
export const vpcSchema = z
  .strictObject({
    subnets: z
      .array(patternField(/^subnet-\w+$/, 'Subnet.', 'Write the id of a subnet: subnet-0a1b2c3d.'))
      .max(16)
      .meta({description: 'Ids of subnets; an empty list leaves the VPC.'}),
    securityGroups: z
      .array(patternField(/^sg-\w+$/, 'Security group.', 'Write the id of a security group: sg-0a1b2c3d.'))
      .max(5)
      .meta({description: 'Ids of security groups; needed with subnets.'})
      .optional(),
    ipv6: z.boolean().meta({description: 'Allow IPv6 to dual-stack subnets.'}).optional(),
  })
  .refine(({subnets, securityGroups = []}) => subnets.length === 0 || securityGroups.length > 0, {
    path: ['securityGroups'],
    message: 'Name at least one: Lambda wants security groups with subnets.',
  })
  .meta({description: 'VPC of the function, whole; no subnets take it out of its VPC.'});

/** Lambda takes one file system a function. */
export const fileSystemsSchema = z
  .array(
    z.strictObject({
      arn: patternField(
        /^arn:[\w-]+:(elasticfilesystem|s3files):.+$/,
        'ARN of the access point.',
        'Write the ARN of an access point: arn:aws:elasticfilesystem:<region>:<account>:access-point/<id>.',
      ),
      mountPath: patternField(/^\/mnt\/[\w.-]+$/, 'Where handlers find it.', 'Write a path below /mnt: /mnt/data.'),
    }),
  )
  .max(1)
  .meta({description: 'File system of the function, one at most; an empty list takes it away.'});

/** Where and how the function logs; what is left out keeps its value. */
export const loggingSchema = z
  .strictObject({
    format: z.enum(['Text', 'JSON']).meta({description: 'Format of log lines; levels need JSON.'}),
    group: patternField(/^[\w./#-]{1,512}$/, 'Log group.', 'Write the name of a log group: /aws/lambda/checkout.'),
    applicationLevel: z
      .enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'])
      .meta({description: 'Least severe line of the handler that is kept.'}),
    systemLevel: z.enum(['DEBUG', 'INFO', 'WARN']).meta({description: 'Least severe line of Lambda that is kept.'}),
  })
  .partial()
  .meta({description: 'Where and how the function logs; what is left out keeps its value.'});

function destination(description: string) {
  return patternField(ARN_OR_NONE, description, 'Write the ARN of a queue, topic, function, bus or bucket, or none.');
}

/** Lambda keeps these for every alias apart: a deploy puts them on the alias. */
export const asyncInvokeSchema = z
  .strictObject({
    retries: z.int().min(0).max(2).meta({description: 'How often a failed event is tried again, 0 to 2.'}),
    maxAge: durationField('How long an event is kept, 1m to 6h.', '6h', {minMs: HOUR_MS / 60, maxMs: 6 * HOUR_MS}),
    onSuccess: destination('Destination of events that succeeded; none takes it away.'),
    onFailure: destination('Destination of events that failed for good; none takes it away.'),
  })
  .partial()
  .meta({
    description:
      'Asynchronous events of the alias: deploy sets it when the traffic has moved. What is left out keeps its value.',
  });

/** Who signs packages and layers. */
export const signingSchema = z
  .strictObject({
    profile: patternField(
      /^[a-zA-Z0-9_]{2,64}$/,
      'Signing profile of AWS Signer, of the platform AWSLambda-SHA384-ECDSA.',
      'Write the name of a signing profile: 2 to 64 letters, digits and _.',
    ),
  })
  .meta({
    description:
      'AWS Signer signs packages and layers before Lambda gets them; they go through a bucket that keeps versions. Images, and zips that are signed already, stay as they are.',
  });

/** Tags of the function by name. */
export const tagsSchema = z
  .record(
    z
      .string()
      .regex(/^(?!aws:)[\w\s.:/=+\-@]{1,128}$/i, 'A tag name has 1 to 128 characters and does not begin with aws:.'),
    z.string().max(256).nullable(),
  )
  .meta({description: 'Tags to set; empty (null) takes one away. Others that the function has stay as they are.'});

const RESERVATION =
  'Write a whole number from 1, or none. To stop the function: lambda-release concurrency reserve fn 0.';

/** 0 is not among them: a release must not be what stops a function. */
export const reservedConcurrencySchema = z
  .union([z.int().min(1, RESERVATION), z.literal('none')], {error: RESERVATION})
  .meta({
    description: 'Concurrent executions to reserve, or none to give them back; at once and for every version.',
    examples: [50, 'none'],
  });
