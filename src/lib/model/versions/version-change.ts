/** One setting in which two versions differ. Of the environment only names are known here. */
export type VersionChange =
  | {readonly field: string; readonly from: string; readonly to: string}
  | {
      readonly field: 'environment';
      readonly added: readonly string[];
      readonly changed: readonly string[];
      readonly removed: readonly string[];
    };
