/** What a person is told of an error: what is wrong, and the ways out. */
export interface Advice {
  readonly message: string;
  readonly suggestions: readonly string[];
}
