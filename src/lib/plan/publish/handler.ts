import type {Refusal} from '../refusal.js';

interface HandlerPlace {
  readonly functionName: string;
  readonly handler: string | undefined;
  readonly runtime: string | undefined;
  /** The paths in the package. */
  readonly zipPaths: readonly string[];
  /** Those of them without a byte. */
  readonly emptyPaths?: readonly string[];
}

const NODE = ['.js', '.mjs', '.cjs'];
/** What follows a module's path, by the language of the runtime. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  // An extension module has its ABI between name and ending.
  python: ['.py', '.pyc', '/__init__.py', '/__init__.pyc'],
  ruby: ['.rb'],
};

/**
 * Says that a package has no file for the handler, or only one without a byte in it, which no runtime finds a handler in, where the files a runtime looks for can be told: for Node.js, Python and Ruby by the
 * name of the handler, for Java by its class, for .NET by its assembly, for a custom runtime `bootstrap`. `undefined` when it is there, lies outside the package (`/opt/…`), or cannot
 * be told. Sources: LDG, "Define Lambda function handler" in each language, and "Building a custom runtime".
 */
export function missingHandler(place: HandlerPlace): Refusal | undefined {
  const {functionName, handler, runtime, zipPaths, emptyPaths = []} = place;
  const candidates = candidatesFor(place);
  if (candidates.length === 0) return undefined;
  const paths = new Set(zipPaths);
  const empty = candidates.filter((candidate) => emptyPaths.includes(candidate));
  if (candidates.some((candidate) => isThere(candidate, paths) && !empty.includes(candidate))) return undefined;
  if (runtime?.startsWith('python') && zipPaths.some((path) => isExtension(path, candidates[0] ?? '')))
    return undefined;
  const what = runtime?.startsWith('provided') ? 'bootstrap, which its runtime starts' : `${handler}, its handler`;
  const [emptyFile] = empty;
  if (emptyFile !== undefined) {
    return {
      code: 'HANDLER_EMPTY',
      message: `In the package of ${functionName}, ${emptyFile} is empty: its runtime finds no handler there.`,
      suggestions: ['Build the function again, and see that the build has ended before it is packaged.'],
      details: {functionName, handler, runtime, candidates},
    };
  }
  return {
    code: 'HANDLER_NOT_IN_PACKAGE',
    message: `The package of ${functionName} has no file for ${what}: no ${candidates.join(', no ')}.`,
    suggestions: [
      'Build the function first, and see that source is the folder the handler is in: paths in the package count from there.',
      `Or name the handler that is there: --handler, or handler under functions.${functionName} in the release file.`,
    ],
    details: {functionName, handler, runtime, candidates},
  };
}

function candidatesFor({handler, runtime, zipPaths}: HandlerPlace): readonly string[] {
  if (runtime === undefined) return [];
  if (runtime.startsWith('provided')) return ['bootstrap'];
  if (handler === undefined || handler.startsWith('/')) return [];
  const language = /^[a-z]+/.exec(runtime)?.[0] ?? '';
  if (language === 'nodejs') {
    // The first dot of the last part ends the path: dist/index.handlers.get is handlers.get of dist/index.
    const [, module] = /^((?:.*\/)?[^/.]*)\./.exec(handler.replace(/^\.\//, '')) ?? [];
    return module === undefined ? [] : NODE.map((ending) => module + ending);
  }
  if (language === 'java') return javaClasses(handler, zipPaths);
  // Assembly::Namespace.Class::Method, or an executable assembly alone.
  if (language === 'dotnet') return [`${handler.split('::', 1)[0]}.dll`];
  const endings = ENDINGS[language];
  // Ruby's classes follow the file: app.Api::Handler.process.
  const at = language === 'ruby' ? handler.indexOf('.') : handler.lastIndexOf('.');
  if (!endings || at < 1) return [];
  const module = language === 'python' ? handler.slice(0, at).replaceAll('.', '/') : handler.slice(0, at);
  return endings.map((ending) => module + ending);
}

/** `com.example.Handler::handleRequest`: its class may also be in a jar under lib/, and nobody looks into those. */
function javaClasses(handler: string, zipPaths: readonly string[]): readonly string[] {
  if (zipPaths.some((path) => /^lib\/[^/]+\.jar$/.test(path))) return [];
  return [`${handler.split('::', 1)[0]?.replaceAll('.', '/')}.class`];
}

/** The file, or a link on the way to it. */
function isThere(candidate: string, paths: ReadonlySet<string>): boolean {
  for (let at = candidate.indexOf('/'); at >= 0; at = candidate.indexOf('/', at + 1)) {
    if (paths.has(candidate.slice(0, at))) return true;
  }
  return paths.has(candidate);
}

function isExtension(path: string, source: string): boolean {
  return path.startsWith(`${source.replace(/\.py$/, '')}.`) && path.endsWith('.so');
}
