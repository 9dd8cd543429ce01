/** Of the one stack of an account and a region. */
export const ENGINE_STACK = 'lambda-release-engine';
export const TICK_FUNCTION = 'lambda-release-tick';
/** What the state machine calls: the tick function itself is released by this tool. */
export const TICK_ALIAS = 'live';
/** One tick: half a minute for each of its reads, a minute until the next full one, and its write. */
export const TICK_TIMEOUT_SECONDS = 180;
