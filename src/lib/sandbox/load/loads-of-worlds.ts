import type {Place} from '../place.js';
import type {Worlds} from '../worlds.js';
import type {Load} from './load.js';

/** Sets a load in the world it names, `home` for what it leaves out. Throws UnknownAliasError. */
export function setLoad(worlds: Worlds, home: Place, load: Load): void {
  worlds.at({region: load.region ?? home.region, accountId: load.accountId ?? home.accountId}).loads.set(load);
}

export function listLoads(worlds: Worlds): readonly Load[] {
  return worlds.all().flatMap(({loads}) => loads.list());
}

export function clearLoads(worlds: Worlds): void {
  for (const {loads} of worlds.all()) loads.clear();
}
