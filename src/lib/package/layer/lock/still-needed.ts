import path from 'node:path';
import type {LayerSource} from '../collected-layer.js';
import {installedGraph} from './installed-graph.js';
import type {LockedProject} from './locked-project.js';

/** Real paths of the packages that the dependencies which are not chosen for the layer need: they stay in the package. */
export function stillNeeded(project: LockedProject, source: LayerSource): ReadonlySet<string> {
  const {graph, location, root} = project;
  const others = (graph.projectEdges(location) ?? [])
    .map(({name}) => name)
    .filter((name) => !source.include?.includes(name));
  const {instances} = installedGraph(project, {...source, include: others});
  return new Set([...instances.values()].map(({folder}) => path.join(root, folder)));
}
