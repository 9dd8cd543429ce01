import {createTwoFilesPatch, FILE_HEADERS_ONLY} from 'diff';

/** What would change in a file, as a unified diff. */
export function fileDiff(file: string, before: string, after: string): string {
  const options = {context: 2, headerOptions: FILE_HEADERS_ONLY};
  return createTwoFilesPatch(file, file, before, after, 'as it is', 'as it would be', options).trimEnd();
}
