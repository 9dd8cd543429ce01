import type {NpmClosure, NpmInstance} from './npm-closure.js';

/**
 * Of the linked packages of each name the one that most others ask for: it has the place that all can see, so that the fewest copies are
 * made. The project's own dependencies have theirs already.
 */
export function mostWanted({instances, roots}: NpmClosure): readonly NpmInstance[] {
  const wanted = new Map<string, number>();
  for (const {dependencies} of instances.values()) {
    for (const key of dependencies.values()) wanted.set(key, (wanted.get(key) ?? 0) + 1);
  }
  const best = new Map<string, {readonly key: string; readonly instance: NpmInstance}>();
  for (const [key, instance] of [...instances].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!instance.isLinked || roots.has(instance.name)) continue;
    const other = best.get(instance.name);
    if (other === undefined || (wanted.get(key) ?? 0) > (wanted.get(other.key) ?? 0))
      best.set(instance.name, {key, instance});
  }
  return [...best.values()].map(({instance}) => instance);
}
