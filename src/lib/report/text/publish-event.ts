import {formatBytes} from '../../model/byte-size.js';
import {formatDuration} from '../../model/duration.js';
import type {PublishEvent} from '../../ports/events.js';

const DESTINATION = {inline: 'Lambda', s3: 'S3'} as const;

/** One line for an event of publishing; `undefined` for those that only move a progress bar. */
export function publishEventText(event: PublishEvent): string | undefined {
  const name = 'functionName' in event ? event.functionName : event.layerName;
  switch (event.type) {
    case 'layer.deleted':
      return `${name}: deleted version ${event.version} (${event.done} of ${event.count})`;
    case 'layer.reused':
      return `${name}: AWS already has this layer as ${event.layer}, nothing to upload`;
    case 'layer.published':
      return `${name}: published layer ${event.layer}`;
    case 'layer.shared':
      return `${name}: ${event.layer} is shared with ${event.sharedWith.join(', ')}`;
    case 'code.unchanged':
      return `${name}: AWS already has this code, nothing to upload`;
    case 'upload.started':
      return `${name}: uploading ${layerText(event)}${formatBytes(event.bytes)} to ${DESTINATION[event.to]}`;
    case 'upload.progress':
      return undefined;
    case 'upload.finished':
      return event.uploaded
        ? `${name}: uploaded ${layerText(event)}to ${DESTINATION[event.to]}`
        : `${name}: the same bytes were in ${DESTINATION[event.to]} already`;
    case 'code.signed':
      return `${name}: ${layerText(event)}signed by ${event.profile} (job ${event.jobId})`;
    case 'function.created':
      return `${name}: created`;
    case 'configuration.changed':
      return `${name}: configuration changed: ${event.fields.join(', ')}`;
    case 'update.waiting':
      return `${name}: waiting for AWS (${event.status}, ${formatDuration(event.elapsedMs)})`;
    case 'version.published':
      return event.changed
        ? `${name}: published version ${event.version}`
        : `${name}: version ${event.version} is current, nothing to publish`;
  }
}

function layerText({layerName}: {readonly layerName?: string}): string {
  return layerName === undefined ? '' : `layer ${layerName} `;
}
