import {addAbortSignal} from 'node:stream';
import {text} from 'node:stream/consumers';

/** All that comes to stdin until it is closed. Rejects with the signal's reason when that is aborted. */
export function standardInput(signal: AbortSignal): Promise<string> {
  return text(addAbortSignal(signal, process.stdin));
}
