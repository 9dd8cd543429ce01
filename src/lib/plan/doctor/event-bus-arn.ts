/** ARN of an event bus that a release file names: by its name in the caller's place, or by an ARN that says where it is. */
export function eventBusArn(
  bus: string,
  {partition, region, accountId}: {readonly partition: string; readonly region: string; readonly accountId: string},
): string {
  return bus.startsWith('arn:') ? bus : `arn:${partition}:events:${region}:${accountId}:event-bus/${bus}`;
}
