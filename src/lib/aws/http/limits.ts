/** How long a request to AWS may take; milliseconds of the wall, whatever clock a rehearsal runs by. */
export interface RequestLimits {
  /** One attempt, from the first byte sent to the last one read. A body of its own gets time on top: `bodyMs`. */
  readonly attemptMs: number;
  /** All attempts and the pauses between them: no further one begins after it. */
  readonly callMs: number;
  /** No byte in either direction for this long ends an attempt. */
  readonly idleMs: number;
  /** Until credentials are there, before the first attempt; CREDENTIALS_MS unless it is said. */
  readonly credentialsMs?: number;
}

/** Until a connection stands, the one to a proxy included. */
export const CONNECTION_MS = 5_000;

/** A credential_process may ask a person for a code, and nothing else of the SDK's sources takes this long. */
export const CREDENTIALS_MS = 60_000;

/** Calls of the control plane answer within a second or two. */
export const ORDINARY: RequestLimits = {attemptMs: 20_000, callMs: 45_000, idleMs: 20_000};

/** Bulk work waits for throttling to end, up to 20 s between two of ten attempts. */
export const PACED: RequestLimits = {attemptMs: 20_000, callMs: 180_000, idleMs: 20_000};

/**
 * Reads and writes of one alias: small, quick, and what gives a function back its traffic. A connection that hangs or
 * trickles must leave time to try another one.
 */
export const TRAFFIC: RequestLimits = {attemptMs: 8_000, callMs: 20_000, idleMs: 8_000};

/** Parts of an upload; S3 may take a while to put them together (S3 API, CompleteMultipartUpload). */
export const STORAGE: RequestLimits = {attemptMs: 60_000, callMs: 150_000, idleMs: 60_000};

/** No function runs longer than 15 minutes (LDG "Lambda quotas"); nothing is sent meanwhile. */
export const INVOCATION: RequestLimits = {attemptMs: 16 * 60_000, callMs: 16 * 60_000, idleMs: 16 * 60_000};

/** A code package of up to 250 MiB on its way here: fifteen minutes at 2.4 Mbit/s. */
export const DOWNLOAD_MS = 15 * 60_000;

/** A quarter of a line of 1 Mbit/s, which the four parts of an upload share. */
const SLOWEST_BYTES_PER_SECOND = 32 * 1024;

/** What sending a body of this size may take beside the answer. */
export function bodyMs(bytes: number): number {
  return Math.ceil((bytes / SLOWEST_BYTES_PER_SECOND) * 1000);
}
