import path from 'node:path';
import {projectText} from './project-file.js';

/** Versions Lambda runs (LDG "Lambda runtimes"), and the one to begin with. */
const NODE = {versions: [20, 22, 24], usual: 22};
const PYTHON = {versions: [10, 11, 12, 13, 14], usual: 13};

/** A runtime, and what of the project names it; `from` is absent when nothing does. */
export interface ChosenRuntime {
  readonly runtime: string;
  readonly from?: string;
}

/** The runtime of a Node.js project: of what pins a version, else the usual one as far as `engines` allows it. */
export async function nodeRuntime(folder: string, engines: string | undefined): Promise<ChosenRuntime> {
  for (const file of ['.nvmrc', '.node-version']) {
    const major = /^v?(\d+)/.exec((await projectText(folder, file))?.trim() ?? '')?.[1];
    const pinned = chosen(NODE, Number(major), true);
    if (pinned !== undefined) return {runtime: `nodejs${pinned}.x`, from: file};
  }
  const [, atLeast, major] = /^(>=?)?\s*[~^v]?(\d+)/.exec(engines?.trim() ?? '') ?? [];
  const fitting = chosen(NODE, Number(major), atLeast === undefined);
  if (fitting === undefined) return {runtime: `nodejs${NODE.usual}.x`};
  return {runtime: `nodejs${fitting}.x`, from: 'engines of package.json'};
}

/** The runtime of a Python project: of its virtual environment, else of what pins a version, else of what it asks for at least. */
export async function pythonRuntime(folder: string, asked: string | undefined): Promise<ChosenRuntime> {
  for (const file of ['.venv/pyvenv.cfg', 'venv/pyvenv.cfg', '.python-version']) {
    const text = await projectText(folder, ...file.split('/'));
    const minor = /^(?:version(?:_info)? ?= ?)?3\.(\d+)/m.exec(text ?? '')?.[1];
    const pinned = chosen(PYTHON, Number(minor), true);
    if (pinned !== undefined) return {runtime: `python3.${pinned}`, from: path.posix.normalize(file)};
  }
  const [, operator, minor] = /^([^\d]*)3\.(\d+)/.exec(asked?.trim() ?? '') ?? [];
  const fitting = chosen(PYTHON, Number(minor), !/[>^]/.test(operator ?? ''));
  if (fitting === undefined) return {runtime: `python3.${PYTHON.usual}`};
  return {runtime: `python3.${fitting}`, from: 'requires-python of pyproject.toml'};
}

function chosen(
  {versions, usual}: {readonly versions: readonly number[]; readonly usual: number},
  named: number,
  isExact: boolean,
): number | undefined {
  if (isExact) return versions.find((version) => version === named);
  return named <= usual ? usual : versions.find((version) => version >= named);
}
