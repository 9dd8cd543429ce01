/** Which train a rollout is a car of, and in which of its waves, as the marker of the alias carries it. */
export interface TrainMark {
  /** Six base-36 digits. */
  readonly trainId: string;
  /** Counted from 1. */
  readonly wave: number;
}

const FORMAT = /^t([0-9a-z]{6})\.([1-9]\d{0,2})$/;

/** `tk3x9a0.2` */
export function formatTrainMark({trainId, wave}: TrainMark): string {
  return `t${trainId}.${wave}`;
}

/** Reads what formatTrainMark has written; nothing of any other text. */
export function parseTrainMark(text: string): TrainMark | undefined {
  const [, trainId, wave] = FORMAT.exec(text) ?? [];
  return trainId === undefined ? undefined : {trainId, wave: Number(wave)};
}
