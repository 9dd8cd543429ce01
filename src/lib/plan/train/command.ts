import {shellQuoted} from '../../model/shell-quoted.js';

/** How a command finds a train again in another shell, and goes on with what it was begun with. */
export interface TrainAddress {
  readonly trainId: string;
  /** Its aliases, `checkout:live`; none where they are those of a release file. */
  readonly names?: readonly string[] | undefined;
  /** The release file, unless it is where every command looks for it. */
  readonly config?: string | undefined;
  /** What it releases, where that was packed before. */
  readonly bundle?: string | undefined;
}

/** A command about a train, ready for a POSIX shell. */
export function trainCommand(
  verb: 'status' | 'watch' | 'resume' | 'abort',
  {trainId, names = [], config, bundle}: TrainAddress,
): string {
  return [
    `lambda-release train ${verb}`,
    ...names.map(shellQuoted),
    `--train ${trainId}`,
    ...(config === undefined ? [] : [`--config ${shellQuoted(config)}`]),
    ...(verb === 'resume' && bundle !== undefined ? [`--bundle ${shellQuoted(bundle)}`] : []),
  ].join(' ');
}
