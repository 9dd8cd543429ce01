/** A name, behind its region where work goes on in several: `eu-west-1/checkout:live`. */
export function placedName(name: string, region: string | undefined): string {
  return region === undefined ? name : `${region}/${name}`;
}
