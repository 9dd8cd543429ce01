import {parentPort} from 'node:worker_threads';
import {type Job, runJob} from './job.js';

parentPort?.on('message', ({id, job}: {readonly id: number; readonly job: Job}) => {
  const result = runJob(job);
  const {read, deflated} = 'failure' in result ? {} : result;
  const handedOver = [read?.digests, read?.crcs, deflated?.output, deflated?.bytes, deflated?.deflated];
  parentPort?.postMessage(
    {id, result},
    handedOver.flatMap((list) => list?.buffer ?? []),
  );
});
