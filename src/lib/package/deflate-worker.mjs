import {parentPort} from 'node:worker_threads';
import {runDeflateJob} from './deflate-job.mjs';

parentPort.on('message', ({id, job}) => {
  const result = runDeflateJob(job);
  parentPort.postMessage({id, result}, result.output ? [result.output.buffer] : []);
});
