import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {UsageError} from '../../errors.js';
import {decodedText} from '../../model/decoded-text.js';
import {messageOf} from '../../model/text/message-of.js';

/** The text of a file of the project; nothing when there is no such file. Throws UsageError when it cannot be read. */
export async function projectText(...parts: readonly string[]): Promise<string | undefined> {
  const file = path.join(...parts);
  try {
    return decodedText(await readFile(file));
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw new UsageError(`${file} cannot be read: ${message}`, {
      code: 'PROJECT_FILE_UNREADABLE',
      suggestions: ['Make it readable, or say what it would have told: init NAME --source DIR --handler FILE.EXPORT'],
      details: {file},
      cause: error,
    });
  }
}

/** Names of a folder's files, sorted; none when there is no such folder. */
export async function fileNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, {withFileTypes: true}).catch(() => []);
  return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
}

/** What a parser makes of a text; throws UsageError, naming the file, when it cannot. */
export function parsedAs<Value>(format: string, file: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    throw unreadableAs(format, file, messageOf(error), error);
  }
}

/** Exit 2: a file is there and is not what its name says. */
export function unreadableAs(format: string, file: string, message: string, cause?: unknown): UsageError {
  return new UsageError(`${file} cannot be read as ${format}: ${message.replace(/\.$/, '')}.`, {
    code: 'PROJECT_FILE_INVALID',
    suggestions: ['Mend it, or go without it: init NAME --source DIR --handler FILE.EXPORT --runtime RUNTIME'],
    details: {file},
    cause,
  });
}
