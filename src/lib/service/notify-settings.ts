import type {NotifySettings} from '../report/notify/notifier.js';
import {type EventFileOptions, eventFile} from './event-file.js';

/**
 * Who is told of the transitions of a rollout, by the release file a command works by; the address of a webhook comes out of
 * the variable that the file names. Throws UsageError when the file cannot be read.
 */
export async function notifySettings(
  options: EventFileOptions,
  folder: string,
  variables: {readonly [name: string]: string | undefined},
): Promise<NotifySettings> {
  const {eventBus, webhookVariable: missing} = (await eventFile(options, folder))?.notify ?? {};
  const address = missing === undefined ? undefined : variables[missing];
  return {
    ...(eventBus !== undefined && {eventBus}),
    ...(missing !== undefined && {webhook: address ? {address} : {missing}}),
  };
}
