import {formatBytes} from '../../model/byte-size.js';
import type {OnlookerDetails} from '../../model/rollout/onlooker-details.js';
import type {NoticeEvent, PackageEvent, PublishEvent, ReleaseEvent} from '../../ports/events.js';
import {formatCountOf, formatTook} from '../number-text.js';
import type {Outcome} from '../progress-view.js';
import {eventText, isNotice, isPackageEvent, isPublishEvent, isTrainEvent} from '../text/event.js';
import {leftOutText} from '../text/package-event.js';
import {warningText} from '../text/warning.js';
import {type Board, createTask, type Task} from './board.js';
import {RolloutBoard} from './rollout-board.js';
import {TrainBoard} from './train-board.js';

/** Lines of a build that are kept in sight. */
const MOST_PRINTED = 3;

/** Turns a command's events into phases and tasks: package, publish, then the steps of the rollout. */
export class ReleaseBoard {
  readonly #board: Board;
  readonly #rollout: RolloutBoard;
  #task: Task | undefined;
  #counting = false;
  /** Once several rollouts go as one. */
  #train: TrainBoard | undefined;

  constructor(board: Board) {
    this.#board = board;
    this.#rollout = new RolloutBoard(board);
  }

  /** What is known beside the events of the rollout that goes on. */
  details(details: OnlookerDetails): void {
    this.#rollout.details = details;
  }

  /** How a task that runs is left when the command ends so. */
  leftAs(outcome: Outcome): Outcome | 'skipped' {
    return outcome === 'failed' && this.#rollout.isOnlyWatching ? 'skipped' : outcome;
  }

  /** Applies one event; `nowMs` is the command's clock. */
  apply(event: ReleaseEvent, nowMs: number): void {
    if (event.type === 'train.began') this.#train = new TrainBoard(this.#board);
    if (this.#train && !isPackageEvent(event) && !isNotice(event)) this.#train.apply(event);
    else if (isPackageEvent(event)) this.#package(event);
    else if (isPublishEvent(event)) this.#publish(event, nowMs);
    else if (isNotice(event)) this.#notice(event);
    else if (!isTrainEvent(event)) this.#rollout.apply(event, nowMs);
  }

  #package(event: PackageEvent): void {
    const name = event.functionName;
    switch (event.type) {
      case 'package.building':
        this.#begin(`Build ${name}`, event.command);
        break;
      case 'package.printed':
        this.#board.update(this.#task, {lines: [...(this.#task?.lines ?? []).slice(-MOST_PRINTED), event.line]});
        break;
      case 'package.built':
        this.#settle(`Build ${name}: ${event.command}, ${formatTook(event.tookMs)}`);
        break;
      case 'package.started':
        this.#begin(`Package ${name}`, `from ${event.source}`);
        break;
      case 'package.leftOut':
        this.#board.update(this.#task, {lines: [`left out ${leftOutText(event.files)}`]});
        break;
      case 'package.read': {
        const what = `${formatCountOf(event.files, 'file')}, ${formatBytes(event.unzippedBytes)}`;
        if (event.layerName === undefined) this.#settle(`Package ${name}: ${what} unzipped`);
        else this.#board.update(this.#task, {lines: [`layer ${event.layerName}: ${what} unzipped`]});
        break;
      }
      case 'package.layered':
        this.#board.update(this.#task, {
          lines: [
            `layer ${event.layerName}: ${formatCountOf(event.packages, 'package')}, ${formatBytes(event.zippedBytes)} zipped`,
          ],
        });
        break;
      case 'package.finished': {
        const sizes = `${formatBytes(event.zippedBytes)} zipped, ${formatBytes(event.unzippedBytes)} unzipped`;
        this.#settle(`Package ${name}: ${formatCountOf(event.files, 'file')}, ${sizes}`);
        break;
      }
    }
  }

  #publish(event: PublishEvent, nowMs: number): void {
    if (event.type === 'layer.deleted') {
      if (this.#task?.state !== 'running') this.#begin(`Prune ${event.layerName}`);
      this.#board.update(this.#task, {lines: [eventText(event) ?? '']});
      if (event.done === event.count) this.#settle(`Prune ${event.layerName}: ${event.done} looked at`);
      return;
    }
    const name = event.functionName;
    if (this.#task?.state !== 'running') this.#begin(`Publish ${name}`);
    switch (event.type) {
      case 'version.published':
        this.#settle(
          event.changed
            ? `Publish ${name}: version ${event.version}`
            : `Publish ${name}: version ${event.version} is current`,
        );
        break;
      case 'upload.progress': {
        const share = event.bytes > 0 ? Math.floor((event.sentBytes / event.bytes) * 100) : 100;
        const sent = `${formatBytes(event.sentBytes)} of ${formatBytes(event.bytes)}`;
        this.#board.update(this.#task, {lines: [`uploading ${sent} (${share}%)`]});
        break;
      }
      case 'update.waiting':
        this.#board.update(this.#task, {
          lines: [`waiting for AWS (${event.status})`],
          timer: {sinceMs: nowMs - event.elapsedMs},
        });
        break;
      default: {
        const text = eventText(event);
        if (text !== undefined) this.#board.update(this.#task, {lines: [text.replace(`${name}: `, '')]});
      }
    }
  }

  #begin(title: string, line?: string): void {
    this.#counting = false;
    this.#task = createTask(title);
    this.#board.openPhase([this.#task]);
    this.#board.update(this.#task, {state: 'running', lines: line === undefined ? [] : [line]});
  }

  #settle(title: string): void {
    this.#board.update(this.#task, {title, state: 'done', lines: []});
    this.#task = undefined;
  }

  /** Something that takes long and has no task of its own, such as counting, gets one. */
  #notice(event: NoticeEvent): void {
    const running = this.#board.running;
    if (event.type === 'freeze.overridden' || event.type === 'preview.ready') return;
    if (event.type === 'warning') {
      this.#board.update(running, {lines: [...(running?.lines ?? []).slice(-3), `warning: ${warningText(event)}`]});
    } else if (running === undefined) {
      this.#begin(event.message);
      this.#counting = true;
    } else if (this.#counting && running === this.#task) {
      this.#board.update(running, {title: event.message});
    }
  }
}
