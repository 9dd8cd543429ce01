import {expect, it} from 'vitest';
import {XRayTraces} from '../../../src/lib/aws/xray/traces.js';
import {type StubRequest, stubAws} from '../stub-aws.js';

const FROM_MS = Date.UTC(2026, 0, 1, 12);
const QUERY = {
  functionName: 'checkout',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:7',
  version: '7',
  fromMs: FROM_MS,
  toMs: FROM_MS + 600_000,
  most: 3,
  secrets: ['hunter22-and-more'],
};

/** The id of a trace that began some seconds after twelve. */
function idAt(second: number): string {
  return `1-${(FROM_MS / 1000 + second).toString(16)}-a006649127e371903a2de979`;
}

function aTrace(id: string, version: string, message = 'no items') {
  const document = {
    ...{id: 'f1', name: 'checkout', origin: 'AWS::Lambda::Function', fault: true},
    cause: {exceptions: [{id: 'e1', type: 'TypeError', message}]},
    subsegments: [{id: 's1', name: 'handler', annotations: {lambdaVersion: version}}],
  };
  return {Id: id, Duration: 0.1, LimitExceeded: false, Segments: [{Id: 'f1', Document: JSON.stringify(document)}]};
}

const bodyOf = ({body}: StubRequest) => JSON.parse(body.toString());

/** X-Ray with failed traces, five of them on a page. */
async function tracesOf(all: readonly ReturnType<typeof aTrace>[]) {
  const stub = await stubAws((request) => {
    const {NextToken = '0', TraceIds} = bodyOf(request);
    if (request.path === '/Traces') {
      return {status: 200, body: {Traces: all.filter(({Id}) => TraceIds.includes(Id)), UnprocessedTraceIds: []}};
    }
    const from = Number(NextToken);
    const more = from + 5 < all.length && {NextToken: String(from + 5)};
    return {
      status: 200,
      body: {TraceSummaries: all.slice(from, from + 5).map(({Id}) => ({Id, HasFault: true})), ...more},
    };
  });
  return {...stub, traces: new XRayTraces(stub.clients)};
}

it('asks for failures of the function and reads which version they ran in', async () => {
  const {traces, requests} = await tracesOf([aTrace(idAt(10), '7'), aTrace(idAt(30), '6'), aTrace(idAt(20), '7')]);
  const link = 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#xray:traces/';
  const failure = {service: 'checkout', exception: 'TypeError: no items'};
  expect(await traces.readFailedTraces(QUERY)).toEqual([
    {traceId: idAt(20), startedMs: FROM_MS + 20_000, ...failure, link: `${link}${idAt(20)}`},
    {traceId: idAt(10), startedMs: FROM_MS + 10_000, ...failure, link: `${link}${idAt(10)}`},
  ]);
  expect(requests.map(({method, path}) => `${method} ${path}`)).toEqual(['POST /TraceSummaries', 'POST /Traces']);
  expect(requests.map(bodyOf)).toEqual([
    {
      StartTime: FROM_MS / 1000,
      EndTime: FROM_MS / 1000 + 600,
      TimeRangeType: 'TraceId',
      FilterExpression: 'service(id(name: "checkout", type: "AWS::Lambda::Function")) { fault = true OR error = true }',
    },
    {TraceIds: [idAt(30), idAt(20), idAt(10)]},
  ]);
});

it('reads five at one time, the newest first, and stops when it has enough', async () => {
  const all = Array.from({length: 18}, (_, nth) => aTrace(idAt(nth), nth > 12 ? '6' : '7'));
  const {traces, requests} = await tracesOf(all);
  const found = await traces.readFailedTraces(QUERY);
  expect(found.map(({traceId}) => traceId)).toEqual([idAt(12), idAt(11), idAt(10)]);
  const read = requests.filter(({path}) => path === '/Traces').map((request) => bodyOf(request).TraceIds.length);
  expect(read).toEqual([5, 5]);
});

it('leaves off after 25 that are of other versions', async () => {
  const {traces, requests} = await tracesOf(Array.from({length: 60}, (_, nth) => aTrace(idAt(nth), '6')));
  expect(await traces.readFailedTraces(QUERY)).toEqual([]);
  expect(requests.filter(({path}) => path === '/TraceSummaries')).toHaveLength(5);
  expect(requests.filter(({path}) => path === '/Traces')).toHaveLength(5);
});

it('asks no further when nothing has failed', async () => {
  const {traces, requests} = await tracesOf([]);
  expect(await traces.readFailedTraces(QUERY)).toEqual([]);
  expect(requests).toHaveLength(1);
});

it('takes secrets out before it cuts', async () => {
  const message = `${'x'.repeat(180)} ${QUERY.secrets[0]}`;
  const {traces} = await tracesOf([aTrace(idAt(1), '7', message)]);
  const [found] = await traces.readFailedTraces(QUERY);
  expect(found?.exception).not.toContain('hunter');
});

it('says which call was refused', async () => {
  const {clients} = await stubAws(() => ({
    status: 403,
    headers: {'x-amzn-errortype': 'AccessDeniedException'},
    body: {Message: 'User is not authorized to perform: xray:GetTraceSummaries'},
  }));
  await expect(new XRayTraces(clients).readFailedTraces(QUERY)).rejects.toMatchObject({
    code: 'ACCESS_DENIED',
    message: expect.stringContaining('xray:GetTraceSummaries'),
  });
});
