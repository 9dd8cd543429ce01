import {invalid} from '../failure.js';
import type {FunctionSettings} from '../state.js';

// Lambda Developer Guide, snapstart: Java from 11 on, Python from 3.12 on, .NET from 8 on.
const supported = /^(java(11|17|21|25)|python3\.1[2-9]|dotnet(8|10))$/;

/** How much longer than any other a version stays Pending while its snapshot is taken: minutes on AWS. */
export const snapshotDelays = 60;

/** Whether versions published with these settings start from a snapshot. */
export function takesSnapshots({SnapStart}: Pick<FunctionSettings, 'SnapStart'>): boolean {
  return SnapStart.ApplyOn === 'PublishedVersions';
}

/** 400 for SnapStart on a runtime that has none. */
export function checkSnapStart(applyOn: string | undefined, runtime: string | undefined): void {
  if (applyOn !== 'PublishedVersions' || runtime === undefined || supported.test(runtime)) return;
  throw invalid(`${runtime} is not supported for SnapStart enabled functions.`);
}
