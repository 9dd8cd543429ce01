import {expect, test} from 'vitest';
import {inspectDependencies} from '../../../src/lib/package/inspect/dependencies.js';
import {collectFiles} from '../../../src/lib/package/source/collect-files.js';
import {type Tree, tempFolder, writeTree} from '../temp-folder.js';

function warningsOf(tree: Tree, runtime?: string, takenOut?: ReadonlySet<string>): readonly string[] {
  const sourceDir = writeTree(tempFolder(), tree);
  const {files} = collectFiles(sourceDir);
  return inspectDependencies(files, {sourceDir, runtime, takenOut}).warnings.map(({message}) => message);
}

const REQUESTS = {'requirements.txt': 'requests==2.32.3\n', 'app.py': 'import requests\n'};

test('what the requirements name, the code imports and the package has not is told, with the line that installs it', () => {
  const [message = ''] = warningsOf(REQUESTS, 'python3.13');
  expect(message).toMatch(/^The code asks for requests by requirements\.txt, and the package has no such module/);
  expect(message).toMatch(/pip install -r (\S+)\/requirements\.txt -t \1\), .*--layer dependencies/);
});

const UV_LOCK = `version = 1
[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [{ name = "requests" }, { name = "tomli", marker = "python_version < '3.11'" }]
[[package]]
name = "requests"
version = "2.32.3"
`;
const PYPROJECT = '[project]\nname = "app"\ndependencies = ["requests"]\n';

test.each<[string, Tree, RegExp]>([
  ['uv.lock', {'uv.lock': UV_LOCK, 'pyproject.toml': PYPROJECT}, /\(cd \S+ && uv export .* --target \. -r -\), or/],
  [
    'poetry.lock',
    {'poetry.lock': '[metadata]\nlock-version = "2.1"\n', 'pyproject.toml': PYPROJECT},
    /\(cd \S+ && poetry export .* --target \. -r \/dev\/stdin\), or/,
  ],
  ['Pipfile.lock', {'Pipfile.lock': '{"default": {"requests": {"version": "==2.32.3"}}}'}, /&& pipenv requirements /],
])('so is what %s names, with the line of its tool', (lock, tree, line) => {
  const code = {'app.py': 'import requests\nimport tomli\n', '.venv/lib/requests/__init__.py': ''};
  const [message = ''] = warningsOf({...tree, ...code}, 'python3.13');
  expect(message).toMatch(new RegExp(`^The code asks for requests by ${lock}, and the package has no such module`));
  expect(message).toMatch(line);
  expect(warningsOf({...tree, ...code, [lock]: 'no lockfile'}, 'python3.13')).toEqual([]);
});

test.each<[string, string, string]>([
  ['from a module of it', 'PyYAML', 'from yaml.nodes import Node'],
  ['in a list', 'python-dotenv>=1', 'import os, dotenv.main as dotenv'],
  ['inside a function', 'psycopg2-binary', 'def handler(e, c):\n    import psycopg2'],
  ['through a file that is taken in', '-r base.txt', 'import requests'],
])('an import %s is seen', (_, requirement, code) => {
  const told = warningsOf({
    'requirements.txt': requirement,
    'base.txt': 'requests',
    'app.py': code,
  });
  expect(told).toHaveLength(1);
});

test('where nothing is installed all are named, also those imported by another name', () => {
  const tree = {'requirements.txt': 'requests\npillow\n', 'app.py': 'import requests\nimport PIL\n'};
  expect(warningsOf(tree).join()).toContain('requests, pillow');
});

test.each<[string, Tree, string | undefined]>([
  ['is installed', {...REQUESTS, 'requests-2.32.3.dist-info/METADATA': '', 'requests/__init__.py': ''}, undefined],
  ['has its notes removed', {...REQUESTS, 'requests/__init__.py': ''}, undefined],
  [
    'is a single module',
    {'requirements.txt': 'typing-extensions', 'a.py': 'import typing_extensions', 'typing_extensions.py': ''},
    undefined,
  ],
  ['comes with the runtime', {'requirements.txt': 'boto3', 'app.py': 'import boto3'}, 'python3.13'],
  ['nothing imports', {'requirements.txt': 'pytest', 'app.py': 'import json'}, undefined],
  [
    'is only for another machine',
    {'requirements.txt': 'requests; sys_platform == "win32"', 'app.py': 'import requests'},
    undefined,
  ],
  ['is of a function of Node.js', REQUESTS, 'nodejs22.x'],
  ['stands in a file that cannot be read', {'requirements.txt': '-r gone.txt', 'app.py': 'import requests'}, undefined],
])('what %s is not told', (_, tree, runtime) => {
  expect(warningsOf(tree, runtime)).toEqual([]);
});

test('what is in the layer is not told', () => {
  expect(warningsOf(REQUESTS, 'python3.13', new Set(['/somewhere']))).toEqual([]);
});
