/** One setting in which two versions, or a version and what is wanted, differ. Of the environment only names are known here. */
export type VersionChange<Name extends string = string> =
  | {readonly field: Name; readonly from: string; readonly to: string}
  | {
      readonly field: 'environment';
      readonly added: readonly string[];
      readonly changed: readonly string[];
      readonly removed: readonly string[];
    };
