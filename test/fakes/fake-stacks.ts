import type {
  ChangeSet,
  NewChangeSet,
  Stack,
  StackChange,
  StackEvent,
  StacksPort,
} from '../../src/lib/ports/engine/stacks.js';
import {awsError} from './fake-functions.js';

interface FakeStack extends Omit<Stack, 'parameters' | 'outputs'> {
  readonly parameters: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
  readonly template: string;
}

/** How a change set goes on when it is carried out: the failures of resources, and the status that the stack has at last. */
interface Ending {
  readonly status: string;
  readonly failures?: readonly {readonly logicalId: string; readonly reason: string}[];
}

const CHANGE: StackChange = {action: 'Add', logicalId: 'TickRole', type: 'AWS::IAM::Role', replaced: 'no'};
const OUTPUTS = new Map([['StateMachineArn', 'arn:aws:states:eu-west-1:123456789012:stateMachine:lambda-release']]);

/**
 * CloudFormation in memory. A change set is pending for one look; it is empty when template and values are the stack's; a first
 * one makes a stack that is REVIEW_IN_PROGRESS. What is carried out is seen in the events, a resource a look, and ends as
 * `ending` says. A deleted stack is found by its id alone.
 */
export class FakeStacks implements StacksPort {
  readonly calls: string[] = [];
  /** Runs when a stack is made or changed: what is in it appears elsewhere. */
  onMade: () => void = () => undefined;
  /** How the next work ends; well when absent. */
  ending: Ending | undefined;
  /** Why CloudFormation takes no change set; it takes all when absent. */
  refusal: string | undefined;
  readonly #stacks = new Map<string, FakeStack>();
  readonly #gone = new Map<string, FakeStack>();
  readonly #changeSets = new Map<string, NewChangeSet & {looks: number}>();
  readonly #events: StackEvent[] = [];
  readonly #coming: (() => void)[] = [];

  put(name: string, parts: Partial<FakeStack> = {}): void {
    const id = `arn:aws:cloudformation:eu-west-1:123456789012:stack/${name}/1`;
    const whole = {name, id, status: 'CREATE_COMPLETE', parameters: new Map(), outputs: OUTPUTS, template: ''};
    this.#stacks.set(name, {...whole, ...parts});
  }

  async find(stackName: string): Promise<Stack | undefined> {
    this.calls.push('find');
    return this.#stacks.get(stackName) ?? this.#gone.get(stackName);
  }

  async template(stackName: string): Promise<string> {
    this.calls.push('template');
    return this.#stacks.get(stackName)?.template ?? '';
  }

  async createChangeSet(changeSet: NewChangeSet): Promise<void> {
    this.calls.push(`createChangeSet ${changeSet.kind}`);
    if (this.refusal !== undefined) throw awsError('INVALID_REQUEST', {message: this.refusal});
    this.#changeSets.set(changeSet.changeSetName, {...changeSet, looks: 0});
    if (changeSet.kind === 'create') this.put(changeSet.stackName, {status: 'REVIEW_IN_PROGRESS', outputs: new Map()});
  }

  async changeSet(stackName: string, changeSetName: string): Promise<ChangeSet> {
    const wanted = this.#wanted(changeSetName);
    wanted.looks += 1;
    if (wanted.looks === 1) return {status: 'pending', isEmpty: false, changes: []};
    const stack = this.#stacks.get(stackName);
    const isSame =
      stack?.template === wanted.template && this.#valuesOf(wanted, stack) === this.#text(stack.parameters);
    if (isSame)
      return {
        status: 'failed',
        isEmpty: true,
        reason: "The submitted information didn't contain changes.",
        changes: [],
      };
    return {status: 'ready', isEmpty: false, changes: [CHANGE]};
  }

  async executeChangeSet(stackName: string, changeSetName: string): Promise<void> {
    this.calls.push('executeChangeSet');
    const wanted = this.#wanted(changeSetName);
    const verb = wanted.kind === 'create' ? 'CREATE' : 'UPDATE';
    this.#happen(stackName, `${verb}_COMPLETE`, () => {
      const before = this.#stacks.get(stackName);
      const parameters = new Map([...(before?.parameters ?? []), ...givenOf(wanted)]);
      this.put(stackName, {
        ...before,
        status: `${verb}_COMPLETE`,
        template: wanted.template,
        parameters,
        outputs: OUTPUTS,
      });
      this.onMade();
    });
  }

  async deleteChangeSet(_stackName: string, changeSetName: string): Promise<void> {
    this.calls.push('deleteChangeSet');
    this.#changeSets.delete(changeSetName);
  }

  async deleteStack(stackName: string): Promise<void> {
    this.calls.push('deleteStack');
    if (this.#stacks.get(stackName)?.status === 'REVIEW_IN_PROGRESS') this.#remove(stackName);
    else this.#happen(stackName, 'DELETE_COMPLETE', () => this.#remove(stackName));
  }

  async events(_stackName: string, afterId?: string): Promise<readonly StackEvent[]> {
    if (afterId !== undefined || this.#events.length === 0) this.#coming.shift()?.();
    const known = this.#events.findIndex(({id}) => id === afterId);
    return known < 0 ? [...this.#events] : this.#events.slice(0, known);
  }

  /** Where what was proposed is still there. */
  get leftovers(): readonly string[] {
    return [...this.#changeSets.keys(), ...[...this.#stacks.values()].filter(isEmpty).map(({name}) => name)];
  }

  #happen(stackName: string, wellStatus: string, well: () => void): void {
    const {status = wellStatus, failures = []} = this.ending ?? {};
    this.#event(stackName, 'AWS::CloudFormation::Stack', wellStatus.replace('COMPLETE', 'IN_PROGRESS'));
    this.#coming.push(
      () => this.#event('TickRole', 'AWS::IAM::Role', wellStatus),
      ...failures.map(
        ({logicalId, reason}) =>
          () =>
            this.#event(logicalId, 'AWS::Lambda::Function', wellStatus.replace('COMPLETE', 'FAILED'), reason),
      ),
      () => {
        if (status === wellStatus) well();
        else if (status === 'DELETE_COMPLETE') this.#remove(stackName);
        else this.put(stackName, {...this.#stacks.get(stackName), status});
        this.#event(stackName, 'AWS::CloudFormation::Stack', status);
      },
    );
  }

  #event(logicalId: string, type: string, status: string, reason?: string): void {
    const id = String(this.#events.length + 1);
    this.#events.unshift({id, logicalId, type, status, ...(reason !== undefined && {reason})});
  }

  #remove(stackName: string): void {
    const stack = this.#stacks.get(stackName);
    if (stack) this.#gone.set(stack.id, {...stack, status: 'DELETE_COMPLETE'});
    this.#stacks.delete(stackName);
    for (const [name, changeSet] of this.#changeSets)
      if (changeSet.stackName === stackName) this.#changeSets.delete(name);
  }

  #wanted(changeSetName: string): NewChangeSet & {looks: number} {
    const found = this.#changeSets.get(changeSetName);
    if (!found) throw awsError('AWS_ERROR', {message: 'ChangeSetNotFound'});
    return found;
  }

  #valuesOf(wanted: NewChangeSet, stack: FakeStack): string {
    return this.#text(new Map([...stack.parameters, ...givenOf(wanted)]));
  }

  #text(values: ReadonlyMap<string, string>): string {
    return JSON.stringify([...values].sort());
  }
}

function isEmpty({status}: Stack): boolean {
  return status === 'REVIEW_IN_PROGRESS';
}

function givenOf({parameters}: NewChangeSet): readonly [string, string][] {
  return [...parameters].flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
}
