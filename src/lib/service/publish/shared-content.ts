import type {FunctionContent} from './plan-content.js';

/** What several places take of one source: read once and packed once, so that it is the same bytes everywhere. */
export class SharedContent<Content extends FunctionContent> {
  /** How the functions are called on AWS in all the places: files of the tool's own carry these names. */
  readonly names: readonly string[];
  readonly #read = new Map<string, Promise<Content>>();

  constructor(names: readonly string[]) {
    this.names = names;
  }

  /** What `read` gives for a request, the first time that it is asked for. */
  of(request: object, read: () => Promise<Content>): Promise<Content> {
    const key = JSON.stringify(request);
    const known = this.#read.get(key);
    if (known) return known;
    const content = read().then(packedOnce);
    this.#read.set(key, content);
    return content;
  }
}

/** Planning again, for another place, packs nothing again. */
export function packedOnce<Content extends FunctionContent>(content: Content): Content {
  return {
    ...content,
    package: {...content.package, pack: once(content.package.pack)},
    ...(content.layer && {layer: {...content.layer, pack: once(content.layer.pack)}}),
  };
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
