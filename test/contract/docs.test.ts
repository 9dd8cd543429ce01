import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';
import {anchorsOf, blocksOf, type Page, pages, proseOf} from './pages.js';
import {commandOf, refusedOf, unknownFlags} from './told-commands.js';

const all = pages();
/** Decisions are of their time: what they show may have changed since. */
const current = all.filter(({file}) => !file.startsWith(path.join('docs', 'decisions')));

/** Where the links of a page lead within the project: file and, where there is one, anchor. */
function linksOf(page: Page): readonly {readonly file: string; readonly anchor: string}[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor = ''] = target.split('#');
      return {file: file === '' ? page.file : path.join(path.dirname(page.file), file), anchor};
    });
}

/** Words of a line of shell as far as a page needs them: quotes, comments, pipes and redirections. */
function wordsOf(line: string): readonly string[] {
  const [command = ''] = line.split(/ (?:\||>|2>|2>>|>>|&&|\|\||#|;) ?|\) \|\||;/);
  return [...command.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g)].map(([word]) => word.replace(/['"]/g, ''));
}

/** Command lines of the tool in blocks of shell, YAML and cron tables, without its name. */
function commandLinesOf(page: Page): readonly string[] {
  return blocksOf(page)
    .filter(({language}) => ['sh', 'console', 'yaml', 'crontab'].includes(language))
    .flatMap(({code}) => code.replace(/\\\n\s*/g, '').split('\n'))
    .flatMap((line) => [...line.matchAll(/(?:^|[$\s[(;&])(?:npx )?lambda-release(?:@[\d.]+)? ([a-z-].*)$/g)])
    .map(([, rest = '']) => rest);
}

describe('pages', () => {
  it('link to what is there, headings too', () => {
    const byFile = new Map(all.map((page) => [page.file, page]));
    const folders = new Set(all.map(({file}) => path.dirname(file)));
    const broken = all.flatMap((page) =>
      linksOf(page).flatMap(({file, anchor}) => {
        const target = byFile.get(path.normalize(file));
        const isThere = target ? anchor === '' || anchorsOf(target).includes(anchor) : folders.has(file);
        return isThere || !/(\.md|\/[^.]*)$/.test(file) ? [] : [`${page.file}: ${file}#${anchor}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('show command lines that the tool would take', () => {
    const shown = current.flatMap((page) => commandLinesOf(page).map((line) => ({file: page.file, line})));
    expect(shown.length).toBeGreaterThan(60);
    const wrong = shown.flatMap(({file, line}) => {
      const why = refusedOf(wordsOf(line));
      return why === undefined ? [] : [`${file}: ${line}: ${why}`];
    });
    expect(wrong).toEqual([]);
  });

  it('name commands and flags that exist in their sentences', () => {
    const wrong = current.flatMap((page) =>
      [...proseOf(page).matchAll(/`lambda-release ([a-z][^`]*)`/g)].flatMap(([, words = '']) => {
        const all = words.split(/\s+/);
        if (all[0] === 'help' || all[0] === 'version') return [];
        const command = commandOf(all);
        if (command === undefined) return [`${page.file}: no command "${words}"`];
        return unknownFlags(command.id, all).map((flag) => `${page.file}: ${command.id} has no ${flag}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('have their pictures for light and for dark, small enough to be cloned by everybody', () => {
    const readme = all.find(({file}) => file === 'README.md')?.text ?? '';
    const shown = [...readme.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, file = '']) => file);
    const folder = path.join('docs', 'pictures');
    expect([...shown].sort()).toEqual(
      readdirSync(path.join(packageRoot, folder))
        .map((name) => path.join(folder, name))
        .sort(),
    );
    const sizes = shown.map((file) => statSync(path.join(packageRoot, file)).size);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(200_000);
  });

  it('are reached from the README, in one click or two', () => {
    const reached = new Set(['README.md']);
    for (let clicks = 0; clicks < 2; clicks++) {
      for (const page of all.filter(({file}) => reached.has(file)))
        for (const {file} of linksOf(page)) reached.add(path.normalize(file));
    }
    expect(current.map(({file}) => file).filter((file) => !reached.has(file))).toEqual([]);
  });
});
