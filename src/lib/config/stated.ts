type Stated<T> = {[K in keyof T]: Exclude<T[K], undefined>};

/** Only what was said: absent means "not touched", which `undefined` under a key would blur. */
export function stated<T extends object>(settings: T): Partial<Stated<T>> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Partial<Stated<T>>;
}
