import {createTwoFilesPatch} from 'diff';

/** What would change in a file, as a unified diff. */
export function fileDiff(file: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(file, file, before, after, 'as it is', 'as it would be', {context: 2});
  // Without the line of equal signs, which is Subversion's.
  return patch.split('\n').slice(1).join('\n').trimEnd();
}
