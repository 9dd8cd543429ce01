/** Where a part of the work goes on, as far as it has to be told from the others: nothing of it where there is one place alone. */
export interface Place {
  /** Of several environments. */
  readonly environment?: string;
  /** Of several in the environment. */
  readonly region?: string;
}

/** A place with what the AWS CLI has to be told to look there. */
export interface ReachedPlace extends Place {
  readonly aws?: {readonly region?: string | undefined; readonly profile?: string | undefined};
}

/** What is told of a place, in events and in results. */
export function toldPlace({environment, region}: Place = {}): Place {
  return {...(environment !== undefined && {environment}), ...(region !== undefined && {region})};
}

/** `eu`, `eu-west-1` or `eu/eu-west-1`; nothing of the only place. */
export function nameOfPlace({environment, region}: Place = {}): string | undefined {
  return [environment, region].filter((each) => each !== undefined).join('/') || undefined;
}

/** A name, behind its place where work goes on in several: `eu-west-1/checkout:live`, `eu/checkout:live`. */
export function placedName(name: string, place: Place | undefined): string {
  return [nameOfPlace(place), name].filter((each) => each !== undefined).join('/');
}

/** A text of several lines, of which the first says its place. */
export function textIn(place: Place | undefined, text: string): string {
  const where = nameOfPlace(place);
  return where === undefined ? text : `In ${where}\n${text}`;
}
