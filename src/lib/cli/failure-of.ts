import {Errors} from '@oclif/core';
import {closestName} from '../config/closest-name.js';
import {ReleaseError, UsageError} from '../errors.js';
import {ParseError} from '../model/parse-error.js';
import {messageOf} from '../model/text/message-of.js';
import {type Failure, toFailure} from '../report/failure.js';
import {canBeTyped} from './can-be-typed.js';

/** How a person names the command that failed, such as `lambda-release concurrency show`. */
export interface CommandName {
  readonly bin: string;
  /** Words after the binary; empty when no command was found. */
  readonly words: string;
  /** Names of its flags, without dashes. */
  readonly flags?: readonly string[];
}

/**
 * What anything thrown by a command comes to: our own errors as they are, whatever the parser or a parse function
 * refused as usage (exit 2), everything else as a bug of ours (exit 1) whose fields are not shown.
 */
export function failureOf(error: unknown, command: CommandName): Failure {
  if (error instanceof ReleaseError) {
    const failure = toFailure(error);
    return {...failure, suggestions: failure.suggestions.filter((wayOut) => canBeTyped(wayOut, command.flags))};
  }
  if (error instanceof ParseError) return toFailure(usageError(error.message, [error.wayOut], command));
  if (error instanceof Errors.CLIError && error.oclif.exit === 2) {
    return toFailure(usageError(error.message, [...(error.suggestions ?? []), ...meantFlags(error, command)], command));
  }
  return {
    code: 'BUG',
    message: `This is a bug in lambda-release: ${messageOf(error)}`,
    suggestions: [
      'See what the function serves now: lambda-release status fn:alias',
      'Run the command again with DEBUG=lambda-release for the stack, and report it in the issue tracker of lambda-release.',
    ],
    details: {},
    exitCode: 1,
    traffic: 'unknown',
  };
}

function usageError(message: string, suggestions: readonly string[], command: CommandName): UsageError {
  const help = `See ${[command.bin, command.words, '--help'].filter(Boolean).join(' ')}`;
  return new UsageError(plainParserMessage(message), {code: 'USAGE', suggestions: [...suggestions, help]});
}

/** oclif's error for unknown flags names them in `flags`; each may be a slip. */
function meantFlags(error: Error, command: CommandName): readonly string[] {
  if (!('flags' in error) || !Array.isArray(error.flags)) return [];
  return error.flags.flatMap((typed) => {
    const meant = closestName(String(typed).replace(/^-+|=.*$/g, ''), command.flags ?? []);
    return meant === undefined ? [] : [`Did you mean --${meant}?`];
  });
}

/** oclif wraps what a flag's parse function says: `Parsing --steps \n\t…\nSee more help with --help`. */
function plainParserMessage(message: string): string {
  return message
    .replace(/^Parsing (--\S+) \n\t/, '$1: ')
    .replace(/\nSee more help with --help$/, '')
    .trim();
}
