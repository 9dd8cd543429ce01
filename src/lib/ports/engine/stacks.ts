/** A stack of CloudFormation. */
export interface Stack {
  readonly name: string;
  /** Its ARN: by it a stack can still be asked about when it is gone. */
  readonly id: string;
  /** As CloudFormation has it: CREATE_COMPLETE, UPDATE_IN_PROGRESS, ROLLBACK_COMPLETE … */
  readonly status: string;
  readonly statusReason?: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
}

/** What one resource of a change set would go through. */
export interface StackChange {
  readonly action: 'Add' | 'Modify' | 'Remove' | 'Other';
  readonly logicalId: string;
  /** `AWS::IAM::Role`. */
  readonly type: string;
  /** Whether it is made anew and the old one deleted; `perhaps`: that shows when what it depends on has changed. */
  readonly replaced: 'no' | 'perhaps' | 'yes';
}

/** A change set. `isEmpty`: there is nothing to change. */
export interface ChangeSet {
  readonly status: 'pending' | 'ready' | 'failed';
  readonly isEmpty: boolean;
  readonly reason?: string;
  readonly changes: readonly StackChange[];
}

export interface NewChangeSet {
  readonly stackName: string;
  readonly changeSetName: string;
  readonly kind: 'create' | 'update';
  readonly template: string;
  /** A value, or the one that the stack has. */
  readonly parameters: ReadonlyMap<string, string | {readonly asBefore: true}>;
  /** Role that CloudFormation assumes in the caller's stead. */
  readonly roleArn?: string;
}

/** Something that happened to a resource of a stack. */
export interface StackEvent {
  readonly id: string;
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

/** Stacks of CloudFormation. A name of a stack may be its id everywhere. Throws AwsError. */
export interface StacksPort {
  /** `undefined` when there is no such stack, or it was deleted. By its id a deleted one is found. */
  find(stackName: string, signal?: AbortSignal): Promise<Stack | undefined>;
  /** The template as it was sent; empty of a stack that was never filled. */
  template(stackName: string, signal?: AbortSignal): Promise<string>;
  /** Asks for a change set; it is made in the background. */
  createChangeSet(changeSet: NewChangeSet, signal?: AbortSignal): Promise<void>;
  changeSet(stackName: string, changeSetName: string, signal?: AbortSignal): Promise<ChangeSet>;
  /** Carries a change set out, in the background. What fails is rolled back; a stack that cannot be created is deleted. */
  executeChangeSet(stackName: string, changeSetName: string, signal?: AbortSignal): Promise<void>;
  deleteChangeSet(stackName: string, changeSetName: string, signal?: AbortSignal): Promise<void>;
  /** Begins to delete a stack with everything in it. */
  deleteStack(stackName: string, signal?: AbortSignal): Promise<void>;
  /** What happened after the event of this id, the newest first; everything without one. */
  events(stackName: string, afterId?: string, signal?: AbortSignal): Promise<readonly StackEvent[]>;
}
