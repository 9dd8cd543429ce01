import {spawnSync} from 'node:child_process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {judgeMarker, type PythonPlatform} from '../../../../../src/lib/package/layer/python/marker/judge-marker.js';
import {parseMarker} from '../../../../../src/lib/package/layer/python/marker/marker.js';

const ON_313: PythonPlatform = {python: '3.13', architecture: 'arm64'};

test.each<[string, boolean]>([
  ["python_version >= '3.9'", true],
  ["python_version < '3.10'", false],
  ['python_version ~= "3.9"', true],
  ["python_version == '3.13.*'", true],
  ["'3.14' <= python_version", false],
  ["python_version in '3.12 3.13'", true],
  ["python_version not in '3.12 3.13'", false],
  ["python_full_version >= '3.13'", true],
  ["python_full_version == '3.13.*'", true],
  ["python_full_version < '3.13'", false],
  ["python_full_version < '4.0.0'", true],
  ["implementation_version >= '3.11.2'", true],
  ["sys_platform == 'win32'", false],
  ["sys_platform != 'win32'", true],
  ["sys.platform == 'linux'", true],
  ["'linux' in sys_platform", true],
  ["os_name == 'nt'", false],
  ["platform_system == 'Linux'", true],
  ["platform_machine == 'aarch64'", true],
  ["platform_machine == 'x86_64' or platform_machine == 'AMD64'", false],
  ["platform_python_implementation != 'PyPy'", true],
  ["python_implementation == 'CPython'", true],
  ["extra == 'socks'", false],
  ["extra != 'socks'", true],
  ["sys_platform == 'win32' or os_name == 'posix' and python_version >= '3.9'", true],
  ["(sys_platform == 'win32' or os_name == 'posix') and python_version < '3.9'", false],
  // What is not known plays no part where the rest decides.
  ["sys_platform == 'win32' and platform_release >= '10'", false],
  ["platform_release >= '10' or sys_platform == 'linux'", true],
])('%s: %s', (marker, holds) => {
  expect(judgeMarker(marker, ON_313)).toBe(holds);
});

test('an extra counts for the one who asks for it, however it is written', () => {
  expect(judgeMarker("extra == 'use_chardet.on-Py3'", {}, 'use-chardet-on-py3')).toBe(true);
});

test.each<[string, PythonPlatform, readonly string[]]>([
  ["python_version < '3.10'", {architecture: 'arm64'}, ['python_version']],
  ["python_full_version < '3.13.4'", ON_313, ['python_full_version']],
  ["python_full_version == '3.13.4'", ON_313, ['python_full_version']],
  ["platform_machine == 'aarch64'", {python: '3.13'}, ['platform_machine']],
  ["platform_release >= '10' and python_version > '3.0'", {}, ['platform_release', 'python_version']],
  ["'x' in extras", ON_313, ['extras']],
  ['python_version >=', ON_313, ['what it means']],
  [`${'('.repeat(50_000)}os_name == 'nt'${')'.repeat(50_000)}`, ON_313, ['what it means']],
  ["python_version >= '3.9' and", ON_313, ['what it means']],
  ["(python_version >= '3.9'", ON_313, ['what it means']],
])('%.40s cannot be decided for %j', (marker, platform, unknown) => {
  expect(judgeMarker(marker, platform)).toEqual({unknown: new Set(unknown)});
});

const NAMES = ['os_name', 'sys_platform', 'platform_system', 'platform_machine', 'implementation_name', 'extra'];
const TEXTS = ['posix', 'linux', 'win32', 'darwin', 'Linux', 'x86_64', 'aarch64', 'cpython', 'socks', ''];
const VERSIONS = ['2.7', '3', '3.8', '3.9', '3.10', '3.12', '3.13', '3.13.0', '3.13.4', '3.14', '3.13.*', '4'];

const ofTexts = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom('==', '!=', 'in', 'not in'), fc.constantFrom(...TEXTS))
  .map(([name, operator, text]) => `${name} ${operator} '${text}'`);
const ofVersions = fc
  .tuple(
    fc.constantFrom('python_version', 'python_full_version', 'implementation_version'),
    fc.constantFrom('==', '!=', '<', '<=', '>', '>=', '~='),
    fc.constantFrom(...VERSIONS),
  )
  // A wildcard is for equality, and a compatible release has two numbers (PEP 440).
  .filter(([, operator, version]) => /^[=!]=$/.test(operator) || !version.includes('*'))
  .filter(([, operator, version]) => operator !== '~=' || version.includes('.'))
  .map(([name, operator, version]) => `${name} ${operator} "${version}"`);
const markers = fc.letrec<{marker: string}>((tie) => ({
  marker: fc.oneof(
    {depthSize: 'small'},
    fc.oneof(ofTexts, ofVersions),
    fc
      .tuple(tie('marker'), fc.constantFrom('and', 'or'), tie('marker'))
      .map(([left, joint, right]) => `${left} ${joint} ${right}`),
    tie('marker').map((inner) => `(${inner})`),
  ),
})).marker;

test('whatever is not decided names what is not known, and is decided once that is', () => {
  fc.assert(
    fc.property(markers, (marker) => {
      expect(parseMarker(marker)).toBeDefined();
      const judged = judgeMarker(marker, {});
      if (typeof judged === 'boolean') expect(judgeMarker(marker, ON_313)).toBe(judged);
      else expect([...judged.unknown].every((name) => /version$|machine$/.test(name))).toBe(true);
    }),
  );
});

/** pip's own judge, which every pip has with it. */
const ASK = `
import json, sys
from pip._vendor.packaging.markers import Marker
print(json.dumps([
    [Marker(marker).evaluate({**asked, 'python_full_version': full, 'implementation_version': full}) for full in asked['fulls']]
    for marker, asked in json.load(sys.stdin)
]))`;
const hasPip = spawnSync('python3', ['-c', 'import pip._vendor.packaging.markers']).status === 0;

test.skipIf(!hasPip)('pip judges every marker alike, at every patch of a Python', () => {
  const sample = fc.sample(markers, {numRuns: 400, seed: 8});
  const patches = [0, 3, 4, 5, 60].map((patch) => `3.13.${patch}`);
  const environment = {
    ...{os_name: 'posix', sys_platform: 'linux', platform_system: 'Linux', platform_machine: 'aarch64'},
    ...{implementation_name: 'cpython', python_version: '3.13', extra: 'socks', fulls: patches},
  };
  const input = JSON.stringify(sample.map((marker) => [marker, environment]));
  const asked = spawnSync('python3', ['-c', ASK], {input, encoding: 'utf8'});
  expect(asked.status, asked.stderr).toBe(0);
  const answers: readonly (readonly boolean[])[] = JSON.parse(asked.stdout);
  const decided = sample.filter((marker, index) => {
    const judged = judgeMarker(marker, ON_313, 'socks');
    if (typeof judged === 'boolean') expect([...new Set(answers[index])], marker).toEqual([judged]);
    return typeof judged === 'boolean';
  });
  expect(decided.length).toBeGreaterThan(sample.length / 2);
});
