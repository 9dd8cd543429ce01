/** Execution environments that are kept ready for a candidate before its first caller, as they are for stable. */
export interface StagedProvisioning {
  /** What the candidate is given. */
  readonly wanted: number;
  /** What stable has of its own, and gives up when the candidate has replaced it; 0 for none. */
  readonly stable: number;
  /** US dollars that the candidate's cost an hour; absent where no price is known. */
  readonly usdPerHour?: number;
}
