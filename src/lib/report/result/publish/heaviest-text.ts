import {formatBytes} from '../../../model/byte-size.js';
import type {ZippedPart} from '../../../package/inspect/heaviest-parts.js';
import {visibleName} from '../../control-characters.js';
import {formatCount} from '../../number-text.js';
import {formatTable} from '../../table.js';

/** What is heavy in a zip, as a table. */
export function heaviestText(heaviest: readonly ZippedPart[]): string {
  return formatTable(
    [
      {heading: 'Heaviest'},
      {heading: 'Unzipped', align: 'right'},
      {heading: 'Zipped', align: 'right'},
      {heading: 'Files', align: 'right'},
    ],
    heaviest.map((part) => [
      visibleName(part.name),
      formatBytes(part.unzippedBytes),
      formatBytes(part.zippedBytes),
      formatCount(part.files),
    ]),
    {indent: '  '},
  );
}
