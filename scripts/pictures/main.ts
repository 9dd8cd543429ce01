// Makes the pictures of the README from real runs on the sandbox: the live view of a rollout, drawn by tmux, and the report of one that
// is taken back, as Chromium shows it. Takes about three minutes. What is not installed is said, and its pictures stay as they are.
import {spawnSync} from 'node:child_process';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {packageRoot} from '../../src/lib/package-root.js';
import {photograph} from './photograph.js';
import {Scene} from './scene.js';
import {Screen} from './screen.js';
import {type Theme, terminalSvg} from './terminal-svg.js';

const FOLDER = path.join(packageRoot, 'docs', 'pictures');
const THEMES: readonly Theme[] = ['light', 'dark'];
const [COLUMNS, ROWS] = [100, 30];
const COMMAND = 'lambda-release deploy --yes';
const REPORT = {width: 1000, height: 860};

function isInstalled(program: string, flag: string): boolean {
  const found = spawnSync(program, [flag]).status === 0;
  if (!found) process.stderr.write(`${program} is not installed: its pictures stay as they are.\n`);
  return found;
}

/** A good version, seen while it has a quarter of the traffic. */
async function photographLiveView(scene: Scene): Promise<void> {
  await scene.write('Good day');
  await using screen = await Screen.open({
    columns: COLUMNS,
    rows: ROWS,
    folder: scene.folder,
    environment: scene.environment,
  });
  await screen.type(COMMAND);
  const screenful = await screen.shows(/ 25% +[34]m\d+s of 5m.*verdict +pass/s);
  const title =
    'A rollout in a terminal: shares, requests and errors of both versions, the verdict, what comes next and when';
  // The plan above it is left out.
  const lines = [`$ ${COMMAND}`, ...screenful.slice(screenful.findIndex((line) => line.includes('Publish')))];
  for (const theme of THEMES) {
    const svg = terminalSvg(lines, {columns: COLUMNS, theme, title});
    await writeFile(path.join(FOLDER, `live-view-${theme}.svg`), svg);
  }
  await screen.shows(/serves version 2 with all its traffic/);
}

/** A bad version, once it has been taken back. */
async function photographReport(scene: Scene): Promise<void> {
  await scene.write('Hallo');
  const report = path.join(scene.folder, 'report.html');
  await scene.run(5, 'deploy', '--yes', '--report', report);
  for (const theme of THEMES) await photograph(report, path.join(FOLDER, `report-${theme}.png`), {...REPORT, theme});
}

const [hasTmux, hasChromium] = [isInstalled('tmux', '-V'), isInstalled('chromium', '--version')];
await mkdir(FOLDER, {recursive: true});
await using scene = await Scene.open();
if (hasTmux) await photographLiveView(scene);
if (hasChromium) await photographReport(scene);
