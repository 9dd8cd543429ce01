import * as z from 'zod';
import type {CallLog} from './call-log.js';
import type {SandboxClock} from './clock.js';
import {faultSchema} from './fault.js';
import type {Faults} from './faults.js';
import type {Transitions} from './lambda/function/transitions.js';
import type {StoredCode} from './lambda/state.js';
import {loadSchema} from './load/load.js';
import {UnknownAliasError} from './load/loads.js';
import {clearLoads, listLoads, setLoad} from './load/loads-of-worlds.js';
import type {Place} from './place.js';
import type {SandboxRequest, SandboxResponse} from './service.js';
import type {Worlds} from './worlds.js';

export const controlPrefix = '/_sandbox/';

export interface ControlOptions {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly transitions: Transitions;
  readonly worlds: Worlds;
  readonly home: Place;
}

/** Answers a request under `/_sandbox/`: the sandbox's own controls, described in README.md. */
export function answerControl(options: ControlOptions, request: SandboxRequest): SandboxResponse {
  const {clock, faults, calls, transitions, worlds, home} = options;
  const resource = request.path.slice(controlPrefix.length);
  if (request.method === 'GET' && resource.startsWith('blob/')) return storedBlob(options, resource.slice(5));
  if (request.method === 'GET' && resource.startsWith('code/')) return storedCode(options, resource.slice(5));
  switch (`${request.method} ${resource}`) {
    case 'GET health':
      return reply(200, {status: 'ok', ...home, worlds: worlds.all().map(({place}) => place)});
    case 'GET clock':
      return reply(200, {now: new Date(clock.now()).toISOString(), epochMs: clock.now(), ...clock.speed});
    case 'GET requests':
      return reply(200, {requests: calls.recent()});
    case 'DELETE requests':
      calls.clear();
      return {status: 204};
    case 'GET faults':
      return reply(200, {faults: faults.list()});
    case 'POST faults':
      return take(request, faultSchema, (fault) => faults.add(fault));
    case 'DELETE faults':
      faults.clear();
      return {status: 204};
    case 'GET invocations':
      return reply(200, {loads: listLoads(worlds)});
    case 'POST invocations':
      return take(request, loadSchema, (load) => setLoad(worlds, home, load));
    case 'DELETE invocations':
      clearLoads(worlds);
      return {status: 204};
    case 'GET deliveries':
      return reply(200, {deliveries: worlds.all().flatMap((world) => world.deliveries.list())});
    case 'GET events':
      return reply(200, {events: worlds.all().flatMap(({eventBridge}) => eventBridge.buses.accepted())});
    case 'DELETE events':
      for (const {eventBridge} of worlds.all()) eventBridge.buses.forget();
      return {status: 204};
    case 'GET targets':
      return reply(200, {targets: worlds.all().flatMap(({eventBridge}) => eventBridge.sent.sent())});
    case 'DELETE targets':
      for (const {eventBridge} of worlds.all()) eventBridge.sent.forget();
      return {status: 204};
    case 'GET destinations':
      return reply(200, {deliveries: worlds.all().flatMap(({lambda}) => lambda.deliveries.recent())});
    case 'DELETE destinations':
      for (const {lambda} of worlds.all()) lambda.deliveries.clear();
      return {status: 204};
    case 'POST settle':
      transitions.settle();
      return {status: 204};
    default:
      return reply(404, {message: `No ${request.method} ${request.path} here: see the sandbox's README.`});
  }
}

/** 201 with what was taken, its defaults filled in; 400 when it is no such thing, 404 when it names an alias nobody made. */
function take<Value>(
  request: SandboxRequest,
  schema: z.ZodType<Value>,
  apply: (value: Value) => void,
): SandboxResponse {
  let value: unknown;
  try {
    value = JSON.parse(request.body.toString('utf8'));
  } catch (error) {
    return reply(400, {message: `Not JSON: ${error instanceof Error ? error.message : error}`});
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) return reply(400, {message: z.prettifyError(parsed.error)});
  try {
    apply(parsed.data);
  } catch (error) {
    if (error instanceof UnknownAliasError) return reply(404, {message: error.message});
    throw error;
  }
  return reply(201, parsed.data);
}

// The bytes behind Code.Location of GetFunction and Content.Location of GetLayerVersion, by hexadecimal digest.
function storedCode({worlds}: ControlOptions, digest: string): SandboxResponse {
  const sha256 = Buffer.from(digest, 'hex').toString('base64');
  for (const code of storedCodes(worlds)) {
    if (code.sha256 === sha256) return {status: 200, headers: {'content-type': 'application/zip'}, body: code.zip};
  }
  return reply(404, {message: 'No stored code has this digest.'});
}

// The bytes behind the address that GetDownloadUrlForLayer hands out.
function storedBlob({worlds}: ControlOptions, digest: string): SandboxResponse {
  const body = worlds.registries.blob(digest);
  if (body) return {status: 200, headers: {'content-type': 'application/octet-stream'}, body};
  return reply(404, {message: 'No blob has this digest.'});
}

function* storedCodes(worlds: Worlds): Generator<StoredCode> {
  for (const {lambda} of worlds.all()) {
    for (const {latest, versions} of lambda.functions.values()) {
      for (const version of [latest, ...versions.values()]) yield version.code;
    }
    for (const layer of lambda.layers.values()) {
      for (const version of layer.versions.values()) yield version.code;
    }
  }
}

function reply(status: number, body: unknown): SandboxResponse {
  return {status, headers: {'content-type': 'application/json'}, body: `${JSON.stringify(body)}\n`};
}
