import {parentPort} from 'node:worker_threads';
import {runDeflateJob} from './deflate-job.mjs';

parentPort.on('message', ({id, job}) => {
  const result = runDeflateJob(job);
  const handedOver = [result.output, result.bytes, result.crcs, result.deflated, result.digests];
  parentPort.postMessage(
    {id, result},
    handedOver.flatMap((list) => list?.buffer ?? []),
  );
});
