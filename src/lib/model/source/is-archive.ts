/** Whether a source is an archive that was built elsewhere, by its name, and no folder to pack. */
export function isArchive(source: string): boolean {
  return /\.(zip|jar|war)$/i.test(source);
}
