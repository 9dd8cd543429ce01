import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import type {AxeResults} from 'axe-core';
import {type Browser, chromium, type Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {reportText} from '../../../src/lib/report/report-files.js';
import {type Course, eventsOf, toldOf} from './told-stories.js';

// A real browser, where one is installed: CHROMIUM names it, else the usual names are looked for.
const executable = browserHere();
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

function browserHere(): string | undefined {
  for (const name of [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome']) {
    if (!name) continue;
    try {
      execFileSync(name, ['--version'], {stdio: 'ignore'});
      return execFileSync('which', [name], {encoding: 'utf8'}).trim();
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

// What is asked of the page, in its own language.
const SIDEWAYS = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const DRAWN = "[...document.querySelectorAll('svg.chart')].filter((each) => each.clientWidth > 0).length";
const BREAKS = "[...document.querySelectorAll('figure')].map((each) => getComputedStyle(each).breakInside)";

describe.skipIf(executable === undefined)('in a browser', () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'report-page-'));
    browser = await chromium.launch({executablePath: executable ?? '', args: [...ARGUMENTS, ...QUIET]});
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, {recursive: true, force: true});
  });

  async function opened(course: Course, look: {width: number; colorScheme: 'light' | 'dark'}) {
    const file = path.join(folder, `${course}.html`);
    writeFileSync(file, reportText(toldOf(eventsOf(course)), 'html'));
    const page = await browser.newPage({viewport: {width: look.width, height: 900}, colorScheme: look.colorScheme});
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('request', (request) => said.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return {page, said: said.filter((each) => each !== pathToFileURL(file).href)};
  }

  it.each([
    ['interrupted', 1200, 'light'],
    ['takenBack', 400, 'dark'],
  ] as const)(
    'a rollout %s at %d pixels, %s: nothing is asked for, cut off or hard to use',
    async (course, width, colorScheme) => {
      const {page, said} = await opened(course, {width, colorScheme});
      expect(said).toEqual([]);
      await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0);
      expect(await page.evaluate(DRAWN)).toBe(4);
      expect(await objections(page)).toEqual([]);
      await page.close();
    },
    240_000,
  );

  it('a rollout of fifty steps fits on a telephone', async () => {
    const {page} = await opened('long', {width: 400, colorScheme: 'light'});
    expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0);
    expect(await page.evaluate(DRAWN)).toBe(4);
    await page.close();
  }, 240_000);

  it('is printed light, with every chart whole on its sheet', async () => {
    const {page} = await opened('promoted', {width: 1200, colorScheme: 'dark'});
    await page.emulateMedia({media: 'print', colorScheme: 'dark'});
    const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    const breaks = await page.evaluate(BREAKS);
    expect({paper, breaks}).toEqual({paper: 'rgb(255, 255, 255)', breaks: ['avoid', 'avoid', 'avoid', 'avoid']});
    const pdf = await page.pdf({format: 'A4', printBackground: true, preferCSSPageSize: true});
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  }, 240_000);
});

/** What axe-core finds serious or critical. The page's policy lets no script in, so it is run beside it. */
async function objections(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const {violations} = await page.evaluate<AxeResults>("axe.run({resultTypes: ['violations']})");
  return violations
    .filter(({impact}) => impact === 'serious' || impact === 'critical')
    .map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`);
}
