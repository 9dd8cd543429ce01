import {Config, Help} from '@oclif/core';
import {expect, test} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';

const COLUMNS = 80;

/** What `--help` writes, kept. */
class KeptHelp extends Help {
  text = '';

  protected override log(...lines: string[]): void {
    this.text += `${lines.join(' ')}\n`;
  }
}

/** As somebody with a terminal of 80 columns reads it. */
async function helpOf(config: Config, words: readonly string[]): Promise<string> {
  const help = new KeptHelp(config, {maxWidth: COLUMNS, stripAnsi: true});
  await help.showHelp([...words]);
  // Version, platform and Node are of whoever runs it.
  return help.text.replace(/lambda-release\/\S+ \S+ node-\S+/, 'lambda-release/VERSION').replaceAll(/ +$/gm, '');
}

// What people read before anything else: read the difference.
test('the help of every command and topic is this', async () => {
  const config = await Config.load({root: packageRoot});
  const {commandIDs, topics} = config;
  const pages = ['', ...topics.map(({name}) => name), ...commandIDs].map((id) => (id === '' ? [] : id.split(':')));
  const texts: string[] = [];
  for (const words of pages.toSorted((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1))) {
    texts.push(`$ ${['lambda-release', ...words, '--help'].join(' ')}\n${await helpOf(config, words)}`);
  }
  await expect(texts.join('\n')).toMatchFileSnapshot('help.txt');
});
