import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {json} from 'node:stream/consumers';
import {createHandler} from '../../src/lib/engine/create-handler.js';
import type {TickAnswer} from '../../src/lib/engine/tick-answer.js';
import type {AliasState} from '../../src/lib/model/alias/state.js';
import {Process, type Script} from '../execute/rollout/rollout-world.js';
import type {AliasWorld} from '../fakes/fake-aliases.js';
import type {SimulatedClock} from '../fakes/simulated-clock.js';

const TICK_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:lambda-release-tick:live';
const NOT_ASKED = {recordStore: {append: refuse}, eventBus: {put: refuse}};

interface GetAlias {
  readonly FunctionName: string;
  readonly Name: string;
}

interface UpdateAlias extends GetAlias {
  readonly FunctionVersion: string;
  readonly RoutingConfig: {readonly AdditionalVersionWeights: Readonly<Record<string, number>>};
  readonly Description: string;
  readonly RevisionId: string;
}

/** One rollout as its execution sees it. */
export interface Story {
  readonly world: AliasWorld;
  readonly clock: SimulatedClock;
  readonly traffic: Script;
  /** What its ticks have answered, in order. */
  readonly answers: TickAnswer[];
  /** Told before every wait; from then on nothing is answered when it says so. */
  readonly isOver: () => boolean;
}

/** What an execution on ministack waits for and calls, in a world and a time of this process: one story after the other. */
export class SimulatedWorld {
  readonly #server: Server;
  #story: Story | undefined;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<SimulatedWorld> {
    const server = createServer();
    const world = new SimulatedWorld(server);
    server.on('request', (request, response) => {
      const answer = json(request).then((asked) => world.#answer(request.url?.slice(1) ?? '', asked));
      void answer
        .then((result) => ({result: result ?? null}), toFailure)
        .then((body) => response.end(JSON.stringify(body)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return world;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  tell(story: Story): void {
    this.#story = story;
  }

  async close(): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(what: string, asked: unknown): Promise<unknown> {
    const story = this.#story;
    if (!story || story.isOver()) throw named('Over', 'Nothing more is told.');
    switch (what) {
      case 'wait':
        return story.clock.sleep((asked as {readonly seconds: number}).seconds * 1000);
      case 'tick':
        return tick(story, asked);
      case 'lambda.getAlias':
        return read(story, asked as GetAlias);
      case 'lambda.updateAlias':
        return write(story, asked as UpdateAlias);
      default:
        throw named('Unknown', what);
    }
  }
}

/** The tick function as Lambda would call it, in a process that shares nothing with those before but the world. */
async function tick({world, clock, traffic, answers}: Story, event: unknown): Promise<TickAnswer> {
  const ports = {...new Process(world, clock, traffic).deps, ...NOT_ASKED};
  const handler = createHandler({ports, tool: 'test', log: () => undefined});
  const answer = await handler(event, {invokedFunctionArn: TICK_ARN, getRemainingTimeInMillis: () => 60_000});
  answers.push(answer);
  return answer;
}

async function read({world, clock}: Story, {FunctionName, Name}: GetAlias): Promise<object> {
  const alias = await new Process(world, clock).deps.aliases.getAlias({functionName: FunctionName, alias: Name});
  if (!alias) throw named('Lambda.ResourceNotFoundException', Name);
  return toAws(alias);
}

async function write({world, clock}: Story, asked: UpdateAlias): Promise<object> {
  const weights = Object.entries(asked.RoutingConfig.AdditionalVersionWeights).filter(([, share]) => share > 0);
  if (weights.length > 0) throw named('Lambda.InvalidParameterValueException', 'The machine shares no traffic out.');
  const {FunctionName: functionName, Name, FunctionVersion: stable, Description: description} = asked;
  const {aliases} = new Process(world, clock).deps;
  return toAws(
    await aliases.writeAlias({functionName, alias: Name, stable, description, revisionId: asked.RevisionId}),
  );
}

function toAws({aliasArn, alias, stable, candidate, description, revisionId}: AliasState): object {
  return {
    ...{AliasArn: aliasArn, Name: alias, FunctionVersion: stable, Description: description, RevisionId: revisionId},
    ...(candidate && {
      RoutingConfig: {AdditionalVersionWeights: {[candidate.version]: candidate.weightPercent / 100}},
    }),
  };
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), {name});
}

function toFailure(error: unknown): {readonly error: string; readonly cause: string} {
  return error instanceof Error ? {error: error.name, cause: error.message} : {error: 'Error', cause: String(error)};
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('Nobody is told.'));
}
