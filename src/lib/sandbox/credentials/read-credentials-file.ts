import {readFile} from 'node:fs/promises';
import {UsageError} from '../../errors.js';
import {type AccessKey, parseCredentialsFile} from './access-key.js';

/** The access keys of a credentials file; UsageError when it cannot be read or is none. */
export async function readCredentialsFile(file: string): Promise<readonly AccessKey[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The credentials file ${file} cannot be read.`, {
      code: 'CREDENTIALS_FILE_UNREADABLE',
      suggestions: [`Look whether it is there: ls -l ${file}`],
      cause: error,
    });
  }
  return parseCredentialsFile(file, text);
}
