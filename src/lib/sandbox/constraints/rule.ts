/** What the service model says a member may be. */
export type Rule =
  | {readonly kind: 'text'; readonly min: number; readonly max: number; readonly pattern: string | undefined}
  | {readonly kind: 'number'; readonly min: number; readonly max: number}
  | {readonly kind: 'one-of'; readonly values: readonly string[]}
  | {readonly kind: 'list'; readonly min: number; readonly max: number; readonly item: Rule}
  | {readonly kind: 'shape'; readonly members: Rules};

/** By member, as requests spell it. */
export type Rules = Readonly<Record<string, Rule>>;

export const text = (min: number, max: number, pattern?: string): Rule => ({kind: 'text', min, max, pattern});
export const number = (min: number, max = Number.POSITIVE_INFINITY): Rule => ({kind: 'number', min, max});
export const oneOf = (...values: readonly string[]): Rule => ({kind: 'one-of', values});
export const list = (item: Rule, max = Number.POSITIVE_INFINITY, min = 0): Rule => ({kind: 'list', min, max, item});
export const shape = (members: Rules): Rule => ({kind: 'shape', members});
