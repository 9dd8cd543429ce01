import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {Lease, LeasesPort, NewLease} from '../../ports/rollout/leases.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasAwsName} from '../error/mapping.js';
import {LEASE_GROUP, scheduleName, toLease, toSchedule} from './schedule.js';

const NOT_FOUND = 'ResourceNotFoundException';
const EXISTS = 'ConflictException';

/**
 * Leases as one-time schedules of EventBridge Scheduler in the group `lambda-release`, which is made with the first of them.
 * Scheduler knows no lock: the last writer wins, which does no harm, for each carries the alias's RevisionId to AWS Lambda.
 */
export class SchedulerLeases implements LeasesPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async get(ref: AliasRef, signal?: AbortSignal): Promise<Lease | undefined> {
    const {client, sdk} = await this.#clients.scheduler();
    const command = new sdk.GetScheduleCommand({GroupName: LEASE_GROUP, Name: scheduleName(ref)});
    try {
      return toLease(await callAws(callOf('GetSchedule', ref), () => client.send(command, requestOptions(signal))));
    } catch (error) {
      if (hasAwsName(error, NOT_FOUND)) return undefined;
      throw error;
    }
  }

  async set(ref: AliasRef, lease: NewLease, signal?: AbortSignal): Promise<void> {
    try {
      await this.#create(ref, lease, signal);
    } catch (error) {
      if (hasAwsName(error, EXISTS)) {
        if (await this.renew(ref, lease, signal)) return;
      } else if (hasAwsName(error, NOT_FOUND)) {
        await this.#createGroup(signal);
      } else {
        throw error;
      }
      await this.#create(ref, lease, signal);
    }
  }

  async renew(ref: AliasRef, lease: NewLease, signal?: AbortSignal): Promise<boolean> {
    const {client, sdk} = await this.#clients.scheduler();
    const command = new sdk.UpdateScheduleCommand(toSchedule(ref, lease));
    try {
      await callAws(callOf('UpdateSchedule', ref), () => client.send(command, requestOptions(signal)));
      return true;
    } catch (error) {
      if (hasAwsName(error, NOT_FOUND)) return false;
      throw error;
    }
  }

  async remove(ref: AliasRef, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.scheduler();
    const command = new sdk.DeleteScheduleCommand({GroupName: LEASE_GROUP, Name: scheduleName(ref)});
    try {
      await callAws(callOf('DeleteSchedule', ref), () => client.send(command, requestOptions(signal)));
    } catch (error) {
      if (!hasAwsName(error, NOT_FOUND)) throw error;
    }
  }

  async #create(ref: AliasRef, lease: NewLease, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.scheduler();
    const command = new sdk.CreateScheduleCommand(toSchedule(ref, lease));
    await callAws(callOf('CreateSchedule', ref), () => client.send(command, requestOptions(signal)));
  }

  async #createGroup(signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.scheduler();
    const command = new sdk.CreateScheduleGroupCommand({Name: LEASE_GROUP});
    const call = {action: 'scheduler:CreateScheduleGroup', subject: `schedule group ${LEASE_GROUP}`};
    try {
      await callAws(call, () => client.send(command, requestOptions(signal)));
    } catch (error) {
      if (!hasAwsName(error, EXISTS)) throw error;
    }
  }
}

function callOf(operation: string, ref: AliasRef): AwsCall {
  return {action: `scheduler:${operation}`, subject: `lease of ${formatAliasRef(ref)}`};
}
