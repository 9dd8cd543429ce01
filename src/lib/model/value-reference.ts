/** What stands for a value that is kept elsewhere: a variable of this process, or a parameter of SSM. */
export interface ValueReference {
  readonly kind: 'env' | 'ssm';
  /** As written: `NAME`, `/path/to/parameter`, `/path:3` for a version of it. */
  readonly name: string;
}

// `$${env:NAME}` is the text `${env:NAME}` itself.
const REFERENCE = /(\$?)\$\{(env|ssm):([^{}]+)\}/g;

/** The references in a text, in its order. */
export function referencesIn(text: string): readonly ValueReference[] {
  return [...text.matchAll(REFERENCE)]
    .filter(([, dollar]) => dollar === '')
    .map(([, , kind, name = '']) => ({kind: kind === 'env' ? 'env' : 'ssm', name}));
}

/** The text with a value in the place of every reference. What a value holds is not looked at again. */
export function replaceReferences(text: string, lookUp: (reference: ValueReference) => string): string {
  return text.replace(REFERENCE, (whole: string, dollar: string, kind: 'env' | 'ssm', name: string) =>
    dollar === '' ? lookUp({kind, name}) : whole.slice(1),
  );
}

/** The reference as it is written. */
export function formatReference({kind, name}: ValueReference): string {
  return `\${${kind}:${name}}`;
}
