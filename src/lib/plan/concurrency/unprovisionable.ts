import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {Refusal} from '../refusal.js';

/** Why AWS provisions no concurrency for a version of this kind (LDG "SnapStart", "Tenant isolation"). `wayOut` is what to do without. */
export function unprovisionableRefusals(version: FunctionConfiguration, wayOut: string): readonly Refusal[] {
  const {functionName, tenantIsolation, takesSnapshots} = version;
  if (tenantIsolation !== undefined) {
    return [
      {
        code: 'TENANT_ISOLATED',
        message: `${functionName} isolates tenants (${tenantIsolation}): AWS provisions no concurrency for such a function.`,
        suggestions: [wayOut],
      },
    ];
  }
  if (!takesSnapshots) return [];
  return [
    {
      code: 'SNAP_START_CONFLICT',
      message: `Version ${version.version} of ${functionName} has SnapStart; AWS does not offer that with provisioned concurrency.`,
      suggestions: [
        wayOut,
        `Or do without SnapStart, and release a version that has none: aws lambda update-function-configuration --function-name ${functionName} --snap-start ApplyOn=None`,
      ],
    },
  ];
}
