interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version?: string;
  readonly properties?: readonly unknown[];
}

/** As much of CycloneDX as is looked at; the rest is passed on. */
interface Sbom {
  readonly metadata: {readonly component: Component};
  readonly components: readonly Component[];
  readonly dependencies: readonly {readonly ref: string; readonly dependsOn?: readonly string[]}[];
}

/**
 * Of npm's CycloneDX list of everything that is installed here, what is bundled into dist/. There it is no matter of development any
 * more, and the package it is in has its own name. Throws when npm does not know something that is bundled.
 */
export function bundledSbom(installed: Sbom, notices: string, name: string): Sbom {
  // The build writes name, version and licence of each package above its licence's text.
  const headings = notices.matchAll(/^(@?[\w./-]+) (\d+\.\d+\.\d+\S*) \([^)]*\)$/gm);
  const bundled = new Set([...headings].map(([, of, version]) => `${of}@${version}`));
  const components = installed.components.filter((component) =>
    bundled.delete(`${component.name}@${component.version}`),
  );
  if (bundled.size > 0) throw new Error(`npm does not know what is bundled: ${[...bundled].join(', ')}`);
  const refs = new Set([installed.metadata.component, ...components].map((component) => component['bom-ref']));
  return {
    ...installed,
    metadata: {...installed.metadata, component: {...installed.metadata.component, name}},
    components: components.map(({properties: _ofDevelopment, ...component}) => ({...component, scope: 'required'})),
    dependencies: installed.dependencies
      .filter(({ref}) => refs.has(ref))
      .map(({ref, dependsOn = []}) => ({ref, dependsOn: dependsOn.filter((each) => refs.has(each))})),
  };
}
