import {signedPrefix} from '../../model/source/signature.js';
import type {PermissionGroup} from './permission-group.js';
import type {PermissionScope} from './permission-scope.js';

/**
 * What having packages signed needs. AWS Signer reads the object and writes the signed one with the caller's rights (Signer Developer Guide,
 * "Getting started"), which StorePackages has for the bucket of packages.
 */
export function signingPermissions(scope: PermissionScope): readonly PermissionGroup[] {
  const {partition, region, accountId, functions, artifacts, makesBucket} = scope;
  const signer = `arn:${partition}:signer:${region}:${accountId}:`;
  const profiles = new Set(
    functions.flatMap(({signingProfile}) => (signingProfile === undefined ? [] : [signingProfile])),
  );
  const signs = profiles.size > 0;
  const signedSources = functions.flatMap(({signingProfile, code}) =>
    signingProfile !== undefined && code ? [code] : [],
  );
  const buckets = new Set([
    ...(signs && artifacts ? [artifacts.bucket] : []),
    ...signedSources.map(({bucket}) => bucket),
  ]);
  const bucketArns = [...buckets].map((bucket) => `arn:${partition}:s3:::${bucket}`);
  return [
    {
      sid: 'Sign',
      purpose: 'have packages and layers signed',
      actions: ['signer:GetSigningProfile', 'signer:StartSigningJob'],
      resources: [...profiles].map((name) => `${signer}/signing-profiles/${name}`),
    },
    {
      sid: 'SeeSigningJobs',
      purpose: 'wait for what is being signed',
      actions: ['signer:DescribeSigningJob'],
      resources: signs ? [`${signer}/signing-jobs/*`] : [],
    },
    {
      sid: 'SeeVersioning',
      purpose: 'see whether a bucket keeps the versions that AWS Signer wants',
      actions: ['s3:GetBucketVersioning'],
      resources: bucketArns,
    },
    {
      sid: 'StoreSignedCode',
      purpose: 'put what is signed beside code that lies in S3',
      actions: ['s3:PutObject', 's3:GetObject', 's3:GetObjectVersion'],
      resources: signedSources.map(({bucket, key}) => `arn:${partition}:s3:::${bucket}/${signedPrefix(key)}*`),
    },
    {
      sid: 'KeepVersions',
      purpose: 'have the bucket that lambda-release keeps itself keep versions',
      actions: ['s3:PutBucketVersioning'],
      resources: signs && makesBucket && artifacts ? [`arn:${partition}:s3:::${artifacts.bucket}`] : [],
    },
    {
      sid: 'OptionalReadCodeSigning',
      purpose: 'see what signatures a function demands, before anything is sent',
      actions: ['lambda:GetFunctionCodeSigningConfig'],
      resources: functions
        .filter(({image}) => image === undefined)
        .map(({functionName}) => `arn:${partition}:lambda:${region}:${accountId}:function:${functionName}`),
      isOptional: true,
    },
    {
      sid: 'OptionalReadAllowedPublishers',
      purpose: 'see whose signatures a function takes',
      actions: ['lambda:GetCodeSigningConfig'],
      resources: functions.some(({image}) => image === undefined)
        ? [`arn:${partition}:lambda:${region}:${accountId}:code-signing-config:*`]
        : [],
      isOptional: true,
    },
  ];
}
