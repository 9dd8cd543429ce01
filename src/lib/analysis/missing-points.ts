import type {MissingPoints} from './judgement.js';
import type {PairedMinute, Side} from './minute/paired-minute.js';

/** What is missing of these minutes; nothing when nothing is. */
export function missingPoints(minutes: readonly PairedMinute[]): MissingPoints | undefined {
  const without = (side: Side) => minutes.filter(({incomplete}) => incomplete?.includes(side)).length;
  const readAsZero = minutes.reduce((sum, minute) => sum + (minute.readAsZero?.length ?? 0), 0);
  const missing = {stable: without('stable'), candidate: without('candidate'), readAsZero};
  return Object.values(missing).some((count) => count > 0) ? missing : undefined;
}
