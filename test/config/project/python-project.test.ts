import {describe, expect, it} from 'vitest';
import type {Tree} from '../../package/temp-folder.js';
import {likeliest} from './likeliest.js';

const PYTHON = 'def lambda_handler(event, context):\n    return 1\n';

const PIP = /^pip install .*--target python -r requirements\.txt$/;

describe('a project of Python', () => {
  it.each<[string, Tree, string, RegExp, string[]?]>([
    ['requirements.txt', {'requirements.txt': 'six\n'}, 'app', PIP],
    [
      'uv.lock',
      {'uv.lock': '', 'pyproject.toml': '[project]\nname = "pay"\ndependencies = ["six"]'},
      'pay',
      /^uv export --frozen --no-default-groups .* \| uv pip install .* --target python -r -$/,
    ],
    [
      'poetry.lock',
      {
        'poetry.lock': '',
        'pyproject.toml': '[tool.poetry]\nname = "pay"\n[tool.poetry.dependencies]\npython = "^3.12"\nsix = "*"',
      },
      'pay',
      /^poetry export --without-hashes \| pip install .* --target python -r \/dev\/stdin$/,
    ],
    ['Pipfile.lock', {'Pipfile.lock': '{}', Pipfile: ''}, 'app', /^pipenv requirements \| pip install .*\/dev\/stdin$/],
    [
      'pyproject.toml alone',
      {'pyproject.toml': '[project]\nname = "pay"\ndependencies = ["six"]'},
      'pay',
      PIP,
      ['uv pip compile pyproject.toml --output-file requirements.txt'],
    ],
  ])('has a layer of what %s asks for', async (_what, tree, name, installing, compiling = []) => {
    const {made, draft} = await likeliest({'app.py': PYTHON, ...tree});
    if (name !== 'app') expect(made?.key).toBe(name);
    expect(made).toMatchObject({source: '.', settings: {handler: 'app.lambda_handler', layer: 'dependencies'}});
    expect(draft?.build.slice(0, -1)).toEqual(compiling);
    expect(draft?.build.at(-1)).toMatch(installing);
  });

  it.each<[string, Tree, string]>([
    ['nothing', {}, 'python3.13'],
    ['its virtual environment', {'.venv/pyvenv.cfg': 'home = /usr/bin\nversion = 3.11.7\n'}, 'python3.11'],
    ['.python-version', {'.python-version': '3.12.4\n'}, 'python3.12'],
    [
      'what it asks for at least',
      {'pyproject.toml': '[project]\nname = "a"\nrequires-python = ">=3.14"'},
      'python3.14',
    ],
    ['just one version', {'pyproject.toml': '[project]\nname = "a"\nrequires-python = "==3.12.*"'}, 'python3.12'],
    ['a version that Lambda has no more', {'.python-version': '3.7'}, 'python3.13'],
  ])('runs on what names a version: %s', async (_what, tree, runtime) => {
    const {made} = await likeliest({'requirements.txt': '# none', 'src/handler.py': PYTHON, ...tree});
    expect(made).toMatchObject({source: 'src', settings: {handler: 'handler.lambda_handler', runtime}});
    expect(made?.settings.layer).toBeUndefined();
  });

  it('is none where pyproject.toml has the settings of a linter alone', async () => {
    expect((await likeliest({'pyproject.toml': '[tool.ruff]\nline-length = 100'})).draft).toBeUndefined();
  });
});
