import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import type {Theme} from './terminal-svg.js';

/** What a browser without a profile needs to run as any user, and to speak to nobody. */
const QUIET = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars'],
];
/** Blink's own numbers. */
const PREFERS: Readonly<Record<Theme, number>> = {dark: 0, light: 1};

/** What Chromium shows of the top of a page for somebody who prefers the theme, as a PNG. */
export async function photograph(
  page: string,
  target: string,
  {width, height, theme}: {readonly width: number; readonly height: number; readonly theme: Theme},
): Promise<void> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'lambda-release-chromium-'));
  try {
    await promisify(execFile)('chromium', [
      ...QUIET,
      `--user-data-dir=${profile}`,
      `--window-size=${width},${height}`,
      `--blink-settings=preferredColorScheme=${PREFERS[theme]}`,
      `--screenshot=${target}`,
      `file://${page}`,
    ]);
  } finally {
    await rm(profile, {recursive: true, force: true});
  }
}
