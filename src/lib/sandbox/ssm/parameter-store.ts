import type {SandboxClock} from '../clock.js';
import {JsonServiceError} from '../json-service.js';
import {arnOf} from '../place.js';

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly version: number;
  readonly modifiedMs: number;
}

interface Place {
  readonly region: string;
  readonly accountId: string;
  readonly clock: SandboxClock;
}

const TYPES = ['String', 'StringList', 'SecureString'];
const NAMES_PER_REQUEST = 10;

type Input = Readonly<Record<string, unknown>>;

/** Parameters with their versions. SecureStrings are kept as they are: without WithDecryption they come back unreadable. */
export class ParameterStore {
  readonly #place: Place;
  readonly #versions = new Map<string, Parameter[]>();

  constructor(place: Place) {
    this.#place = place;
  }

  put(input: Input): object {
    const {Name: name, Value: value, Type: type = 'String', Overwrite: overwrite = false} = input;
    if (typeof name !== 'string' || typeof value !== 'string' || typeof type !== 'string' || !TYPES.includes(type)) {
      throw new JsonServiceError('ValidationException', `Name, Value and a Type of ${TYPES.join(', ')} are needed.`);
    }
    const versions = this.#versions.get(name) ?? [];
    if (versions.length > 0 && overwrite !== true) {
      throw new JsonServiceError('ParameterAlreadyExists', 'The parameter already exists.');
    }
    const version = versions.length + 1;
    this.#versions.set(name, [...versions, {name, type, value, version, modifiedMs: this.#place.clock.now()}]);
    return {Version: version, Tier: 'Standard'};
  }

  get(input: Input): object {
    const {Names: names, WithDecryption: decrypted = false} = input;
    if (!Array.isArray(names) || names.length === 0 || names.length > NAMES_PER_REQUEST) {
      throw new JsonServiceError(
        'ValidationException',
        `1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length less than or equal to ${NAMES_PER_REQUEST}`,
      );
    }
    const found = names.map((asked) => ({asked, parameter: this.#find(String(asked))}));
    return {
      Parameters: found.flatMap(({asked, parameter}) =>
        parameter ? [this.#describe(parameter, String(asked), decrypted === true)] : [],
      ),
      InvalidParameters: found.filter(({parameter}) => !parameter).map(({asked}) => asked),
    };
  }

  getOne({Name: name, WithDecryption: decrypted = false}: Input): object {
    const parameter = this.#find(String(name));
    if (!parameter) throw new JsonServiceError('ParameterNotFound', `Parameter ${String(name)} not found.`);
    return {Parameter: this.#describe(parameter, String(name), decrypted === true)};
  }

  /** By name or ARN, the newest or, after a colon, one version. */
  #find(asked: string): Parameter | undefined {
    const name = asked.replace(/^arn:[^:]+:ssm:[^:]*:\d+:parameter(?=\/)/, '');
    const [bare = '', selector] = name.split(':');
    const versions = this.#versions.get(bare);
    return selector === undefined ? versions?.at(-1) : versions?.[Number(selector) - 1];
  }

  #describe({name, type, value, version, modifiedMs}: Parameter, asked: string, decrypted: boolean): object {
    const [, selector] = asked.replace(/^arn:[^/]+/, '').split(':');
    const isHidden = type === 'SecureString' && !decrypted;
    return {
      Name: name,
      Type: type,
      Value: isHidden ? `encrypted:${version}` : value,
      Version: version,
      ...(selector !== undefined && {Selector: `:${selector}`}),
      LastModifiedDate: modifiedMs / 1000,
      ARN: arnOf(this.#place, 'ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`),
      DataType: 'text',
    };
  }
}
