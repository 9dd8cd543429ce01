import type {LayerPackage} from '../../../model/layer/setting.js';

/** Where a runtime looks in a layer, and what a folder that is laid out for it holds (LDG "Packaging your layer content"). */
export interface Layout {
  /** The folder that the layer is made of where nothing is chosen. */
  readonly folder: string;
  /** Where Lambda looks, in words. */
  readonly expects: string;
  /** How to lay it out. */
  readonly wayOut: string;
  /** Of the files of a layer, by their paths, what is meant for the runtime and not found by it. */
  lostOf(zipPaths: readonly string[]): readonly string[];
  /** Whether nothing reads a file at run time. */
  isBulk(zipPath: string): boolean;
  /** The package that a file belongs to, as far as its path tells. */
  packageOf(zipPath: string): LayerPackage | undefined;
}

/** The layout of layers for a runtime that is made of folders; `undefined` for runtimes whose packages are collected, and others. */
export function layoutOf(runtime: string | undefined): Layout | undefined {
  if (/^java\d/.test(runtime ?? '')) return JAVA;
  const [, ruby] = /^ruby(\d+\.\d+)$/.exec(runtime ?? '') ?? [];
  return ruby === undefined ? undefined : rubyLayout(ruby);
}

const JAR = /^java\/lib\/([^/]+?)(?:-(\d[^/]*))?\.jar$/;

/** The class path has every jar of java/lib, and none of a folder in it. */
const JAVA: Layout = {
  folder: 'java',
  expects: 'jars in java/lib, and in no folder below it',
  wayOut: 'With Maven: mvn dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=java/lib',
  lostOf: (zipPaths) => zipPaths.filter((zipPath) => /\.(?:jar|class)$/.test(zipPath) && !JAR.test(zipPath)),
  isBulk: () => false,
  packageOf: (zipPath) => toPackage(JAR.exec(zipPath)),
};

/** Of a version of Ruby, whose gems are in a folder by its ABI: 3.3.0 for every 3.3. */
function rubyLayout(ruby: string): Layout {
  const gems = `ruby/gems/${ruby}.0`;
  const inGems = (pattern: string) => new RegExp(`^${gems.replaceAll('.', '\\.')}/${pattern}`);
  const found = inGems('(?:gems|specifications|extensions|bin|bundler|plugins|build_info|cache|doc)/');
  const owned = [
    inGems('specifications/([^/]+?)-(\\d[^/]*?)\\.gemspec$'),
    inGems('(?:gems|extensions/[^/]+/[^/]+)/([^/]+?)-(\\d[^/]*)/'),
  ];
  const bulk = inGems('(?:cache|doc|build_info)/');
  return {
    folder: 'ruby',
    expects: `gems in ${gems}, as gem and bundler lay them out, and files to require in ruby/lib`,
    wayOut: `With bundler: bundle config set --local path vendor/bundle && bundle config set --local without 'development test' && bundle install && mkdir -p ruby/gems && mv vendor/bundle/ruby/${ruby}.0 ${gems}`,
    lostOf: (zipPaths) => {
      const there = new Set(zipPaths);
      const folders = new Set(zipPaths.flatMap((zipPath) => inGems('gems/([^/]+)/').exec(zipPath)?.[1] ?? []));
      // Ruby knows a gem by its specification alone.
      const unknown = [...folders].filter((folder) => !there.has(`${gems}/specifications/${folder}.gemspec`));
      return [
        ...zipPaths.filter((zipPath) => !found.test(zipPath) && !/^(?:(?:ruby\/)?lib|bin)\//.test(zipPath)),
        ...unknown.map((folder) => `${gems}/gems/${folder}/ without ${gems}/specifications/${folder}.gemspec`),
      ];
    },
    isBulk: (zipPath) => bulk.test(zipPath),
    packageOf: (zipPath) => owned.map((pattern) => toPackage(pattern.exec(zipPath))).find((each) => each !== undefined),
  };
}

function toPackage(match: RegExpExecArray | null): LayerPackage | undefined {
  const [, name, version] = match ?? [];
  if (name === undefined) return undefined;
  return version === undefined ? {name} : {name, version};
}
