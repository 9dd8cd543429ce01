import {setTimeout as sleep} from 'node:timers/promises';
import type {PutObjectCommandInput, S3Client} from '@aws-sdk/client-s3';
import type {AwsClients} from '../clients.js';
import {PART_BYTES} from './artifact-checksum.js';

type Sdk = Awaited<ReturnType<AwsClients['s3']>>['sdk'];
type Command = Parameters<S3Client['send']>[0];

interface UploadInput {
  readonly client: S3Client;
  readonly sdk: Sdk;
  readonly params: PutObjectCommandInput;
  readonly onProgress?: ((bytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How long an interrupted command still waits for its parts to be taken away. */
const CLEAN_UP_MS = 2_000;

/**
 * Uploads in parts of PART_BYTES and gives the object version. Parts of an upload that is not finished are paid for until
 * somebody takes them away: after a failure that is done before this throws, and after the signal, for two seconds at most;
 * the requests under way end with it. Throws what the SDK throws.
 */
export async function uploadInParts({client, sdk, params, onProgress, signal}: UploadInput) {
  signal?.throwIfAborted();
  const {Upload} = await import('@aws-sdk/lib-storage');
  let isClean: () => void = () => undefined;
  const cleaned = new Promise<void>((resolve) => {
    isClean = resolve;
  });
  let isStarted = false;
  const send = async (command: Command) => {
    const ends = command instanceof sdk.UploadPartCommand && signal ? {abortSignal: signal} : {};
    const answer = client.send(command, ends);
    if (command instanceof sdk.CreateMultipartUploadCommand) {
      isStarted = true;
      answer.catch(isClean);
    }
    if (command instanceof sdk.AbortMultipartUploadCommand) answer.then(isClean, isClean);
    return answer;
  };
  const watched: S3Client = Object.create(client, {send: {value: send}});
  const upload = new Upload({client: watched, params: {...params, ChecksumAlgorithm: 'SHA256'}, partSize: PART_BYTES});
  upload.on('httpUploadProgress', ({loaded}) => onProgress?.(loaded ?? 0));
  const abort = () => void upload.abort();
  signal?.addEventListener('abort', abort, {once: true});
  try {
    return await upload.done();
  } catch (error) {
    // The library gives up at once and takes the parts away behind our back; the process would end before it has.
    if (signal?.aborted && isStarted) await Promise.race([cleaned, sleep(CLEAN_UP_MS)]);
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
