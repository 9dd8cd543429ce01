/** What an execution environment tells its parent. bootstrap.mjs is the sender. */
export type ChildMessage =
  | {readonly type: 'ready'; readonly initMs: number}
  | {readonly type: 'initFailed'; readonly payload: string}
  | {readonly type: 'log'; readonly line: string}
  | {readonly type: 'fatal'; readonly requestId: string; readonly payload: string}
  | {
      readonly type: 'result';
      readonly requestId: string;
      readonly payload: string;
      readonly functionError?: string;
      readonly durationMs: number;
      readonly rssBytes: number;
    };

const TYPES: ReadonlySet<unknown> = new Set(['ready', 'initFailed', 'log', 'fatal', 'result']);

/** Handler code shares the process with the bootstrap, so what arrives is checked by its type before it is believed. */
export function isChildMessage(message: unknown): message is ChildMessage {
  return typeof message === 'object' && message !== null && 'type' in message && TYPES.has(message.type);
}
