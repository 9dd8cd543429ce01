import type {WaveSize} from '../../model/train/spec.js';

interface OrderedCar {
  /** The function by how the release file calls it. */
  readonly key: string;
  /** Functions that have to be released before it. */
  readonly after?: readonly string[] | undefined;
}

/**
 * The cars by waves, in their order, but each behind those it depends on: never in the same wave as one of them, since a car
 * counts as there once its wave is over. What it depends on and is not released now is taken to be there. The last wave has
 * all that are left; waves that nobody is left for are not there. Of a circle, which a release file may not have, the first stands.
 */
export function planWaves<Car extends OrderedCar>(
  cars: readonly Car[],
  sizes: readonly WaveSize[],
): readonly (readonly Car[])[] {
  const released = new Set(cars.map(({key}) => key));
  const waves: Car[][] = [];
  const begun = new Set<string>();
  let left = [...cars];
  for (let index = 0; left.length > 0; index++) {
    const size = sizes[index];
    const isLast = index >= sizes.length - 1;
    const most = isLast || !size ? cars.length : sizeOf(size, cars.length);
    const room = Math.max(waves.length === 0 ? 1 : 0, most - (cars.length - left.length));
    const ready = left.filter(({after = []}) => after.every((name) => begun.has(name) || !released.has(name)));
    const wave = (ready.length > 0 ? ready : left.slice(0, 1)).slice(0, room);
    if (wave.length > 0) waves.push(wave);
    left = left.filter((car) => !wave.includes(car));
    // Several cars have one key where a function is released in several regions: all of them have to be there.
    const waiting = new Set(left.map(({key}) => key));
    for (const {key} of wave) if (!waiting.has(key)) begun.add(key);
  }
  return waves;
}

function sizeOf(size: WaveSize, all: number): number {
  return 'cars' in size ? size.cars : Math.max(1, Math.ceil(size.share * all));
}
