/** The environments that `--environment` names, in its order: `eu,us`. */
export function namedEnvironments(text: string | undefined): readonly string[] {
  const names = (text ?? '').split(',').map((each) => each.trim());
  return [...new Set(names.filter((each) => each !== ''))];
}
