import {MIN_EPHEMERAL_STORAGE_MB} from '../../model/function/limits.js';
import type {ConfigurationChange, FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {Refusal} from '../refusal.js';

/** LDG "SnapStart": Java from 11 on, Python from 3.12 on, .NET from 8 on. */
const TAKES_SNAPSHOTS = /^(java(1[1-9]|[2-9]\d)|python3\.(1[2-9]|[2-9]\d)|dotnet([89]|\d\d))$/;

/** Settings that AWS does not take beside SnapStart (LDG "SnapStart"): it would say so only after the code has gone up. */
export function snapshotRefusals(change: ConfigurationChange, latest: FunctionConfiguration): readonly Refusal[] {
  if (!latest.takesSnapshots) return [];
  const {functionName} = latest;
  const settings = conflicting(change, latest);
  if (settings.length === 0) return [];
  return [
    {
      code: 'SNAP_START_CONFLICT',
      message: `${functionName} has SnapStart, which AWS does not offer with ${settings.join(' and ')}.`,
      suggestions: [
        'Leave that setting as it is.',
        `Or do without SnapStart: aws lambda update-function-configuration --function-name ${functionName} --snap-start ApplyOn=None`,
      ],
      details: {settings},
    },
  ];
}

function conflicting(change: ConfigurationChange, latest: FunctionConfiguration): readonly string[] {
  const {runtime, ephemeralStorageMb = 0, fileSystems = []} = change;
  // Only away from a runtime known to have it: AWS adds runtimes, and one that is newer than this table is AWS's to refuse.
  const leaves = runtime !== undefined && TAKES_SNAPSHOTS.test(latest.runtime ?? '') && !TAKES_SNAPSHOTS.test(runtime);
  return [
    ...(leaves ? [`the runtime ${runtime}`] : []),
    ...(ephemeralStorageMb > MIN_EPHEMERAL_STORAGE_MB ? [`ephemeral storage of ${ephemeralStorageMb} MB`] : []),
    ...(fileSystems.length > 0 ? ['a file system'] : []),
  ];
}
