import {RefusedError} from '../errors.js';
import {formatBytes} from '../model/byte-size.js';
import {productionLine} from '../model/layer/install-line.js';
import {fitsUnzipped, MAX_UNZIPPED_BYTES} from '../model/package-limits.js';
import {type DeadWeight, deadWeight} from './inspect/dead-weight.js';
import {heaviestParts} from './inspect/heaviest-parts.js';
import {nodeToolOf} from './layer/lock/node-tool.js';
import {type SourceFile, unzippedBytesOf} from './source/source-file.js';

const NAMED_PARTS = 5;

interface FunctionPlatform {
  /** Folder of the files; absent when there is none any more. */
  readonly sourceDir?: string | undefined;
  readonly runtime?: string | undefined;
  readonly architecture?: string | undefined;
}

/**
 * Throws RefusedError when the unzipped files are more than AWS takes, naming the heaviest packages and what the function does not
 * need to run. Reads no file.
 */
export function assertFitsLambda(files: readonly SourceFile[], platform: FunctionPlatform = {}): void {
  const unzippedBytes = unzippedBytesOf(files);
  if (fitsUnzipped(unzippedBytes)) return;
  const heaviest = heaviestParts(files).slice(0, NAMED_PARTS);
  const dead = deadWeight(files, platform);
  const named = heaviest.map((part) => `${part.name} ${formatBytes(part.unzippedBytes)}`).join(', ');
  throw new RefusedError(
    [
      `The package is ${unzippedBytes} bytes unzipped; AWS Lambda takes less than ${MAX_UNZIPPED_BYTES}, layers included. Heaviest: ${named}.`,
      ...(dead.length > 0 ? [`Not needed to run: ${dead.map(describe).join(', ')}.`] : []),
      'A layer would not help: function and layers count together against this limit. It only makes uploads smaller.',
    ].join(' '),
    {
      code: 'PACKAGE_TOO_LARGE',
      suggestions: [
        ...productionHint(files, platform.sourceDir),
        ...dead.flatMap(({kind, rules}) =>
          rules.length > 0 ? [`Leave out the ${kind} with these lines in .lambdaignore: ${rules.join('  ')}`] : [],
        ),
        'Leave out what the function does not read with a line in .lambdaignore.',
        'Bundle the handler, so that only the code it uses is packaged.',
        'Or build a container image: it may have 10 GB.',
      ],
      details: {unzippedBytes, maxUnzippedBytes: MAX_UNZIPPED_BYTES, heaviest, deadWeight: dead},
    },
  );
}

function describe({kind, unzippedBytes}: DeadWeight): string {
  return `${kind} ${formatBytes(unzippedBytes)}`;
}

function productionHint(files: readonly SourceFile[], sourceDir: string | undefined): readonly string[] {
  if (!files.some(({zipPath}) => zipPath.includes('node_modules/'))) return [];
  const line = productionLine(sourceDir === undefined ? 'npm' : nodeToolOf(sourceDir));
  return [`Install production dependencies only: ${line}`];
}
