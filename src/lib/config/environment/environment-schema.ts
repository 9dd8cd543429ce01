import * as z from 'zod';
import {patternField} from '../setting-texts.js';

const ROLE = /^arn:[\w-]+:iam::(\d{12}):role\/[\w+=,.@/-]+$/;

const region = (description: string) =>
  patternField(/^[a-z]{2,5}(-[a-z]+)+-\d+$/, description, 'Write the name of a region: eu-central-1.');

/** What an environment says of where it is; the rest of it is laid over the file. */
export const placeShape = {
  account: patternField(
    /^\d{12}$/,
    'Account it is in: with credentials of any other one nothing is read and nothing is written.',
    'Write the twelve digits of an account, in quotes.',
  ),
  role: patternField(
    ROLE,
    'ARN of the role that everything is done with, assumed through STS by the credentials that are there.',
    'Write the ARN of a role: arn:aws:iam::123456789012:role/releaser.',
  ),
  profile: z.string().min(1, 'Name a profile.').meta({
    description:
      'Profile of the AWS configuration files. Where there is none of this name, the usual credentials are taken if account is written too.',
  }),
  region: region('Region it is in.'),
  regions: z
    .array(region('Region.'))
    .min(1)
    .refine((regions) => new Set(regions).size === regions.length, {message: 'A region is there twice.'})
    .meta({description: 'Regions it is in; of several, a command works in the one that --region names.'}),
};

/** The keys of `placeShape`. */
export const PLACE_KEYS: ReadonlySet<string> = new Set(Object.keys(placeShape));

const environmentSchema = z
  .looseObject(placeShape)
  .partial()
  .refine(({region: one, regions}) => one === undefined || regions === undefined, {
    path: ['regions'],
    message: 'Write either region or regions.',
  })
  .refine(({account, role}) => !account || !role || ROLE.exec(role)?.[1] === account, {
    path: ['role'],
    message: 'This role is in another account than the environment.',
  })
  .refine((environment) => !Object.hasOwn(environment, 'environments'), {
    path: ['environments'],
    message: 'Not a setting here: an environment has none of its own.',
  });

/** `environments` of the release file: what they lay over the file is judged when it lies there. */
export const environmentsSchema = z
  .record(
    z
      .string()
      .regex(
        /^[a-zA-Z][a-zA-Z0-9-_]{0,31}$/,
        'The name of an environment begins with a letter and has letters, digits, - and _, at most 32.',
      ),
    environmentSchema,
  )
  .refine((environments) => Object.keys(environments).length > 0, {message: 'Name at least one.'})
  .meta({
    description:
      'Environments by name, chosen by --environment: where each is, and whatever above it says otherwise. ' +
      `In a value, \${environment} stands for the name.`,
  });

type EnvironmentInput = z.output<typeof environmentSchema>;

/** Where an environment is, as far as the file says. */
export interface EnvironmentPlace {
  readonly name: string;
  /** The account of `account`, or else of `role`. */
  readonly account?: string;
  readonly role?: string;
  readonly profile?: string;
  /** Empty when none is named. */
  readonly regions: readonly string[];
}

/** An environment's place out of what is written of it. */
export function toPlace(
  name: string,
  {account, role, profile, region: one, regions}: EnvironmentInput,
): EnvironmentPlace {
  const owner = account ?? ROLE.exec(role ?? '')?.[1];
  return {
    name,
    ...(owner !== undefined && {account: owner}),
    ...(role !== undefined && {role}),
    ...(profile !== undefined && {profile}),
    regions: regions ?? (one === undefined ? [] : [one]),
  };
}
