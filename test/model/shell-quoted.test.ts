import {execFileSync} from 'node:child_process';
import {expect, it} from 'vitest';
import {shellQuoted} from '../../src/lib/model/shell-quoted.js';

it.each(['checkout:live', 'checkout:$LATEST', "it's", 'two words', '', '*', '`id`', '{"a":1}'])(
  'a shell takes %j for one word, as it is',
  (text) => {
    expect(execFileSync('sh', ['-c', `printf %s ${shellQuoted(text)}`], {encoding: 'utf8'})).toBe(text);
  },
);
