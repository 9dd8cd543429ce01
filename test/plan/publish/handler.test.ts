import {expect, test} from 'vitest';
import {missingHandler} from '../../../src/lib/plan/publish/handler.js';

const missing = (runtime: string | undefined, handler: string | undefined, ...zipPaths: string[]) =>
  missingHandler({functionName: 'checkout', handler, runtime, zipPaths});

test.each<[string | undefined, string | undefined, ...string[]]>([
  ['nodejs22.x', 'index.handler', 'index.js'],
  ['nodejs22.x', 'index.handler', 'index.mjs'],
  ['nodejs22.x', 'dist/app.handlers.get', 'dist/app.cjs'],
  ['nodejs22.x', './index.handler', 'index.js'],
  ['nodejs22.x', 'src/index.handler', 'src', 'lib/index.js'],
  ['nodejs22.x', '/opt/nodejs/wrapper.handler', 'index.js'],
  ['python3.13', 'app.handler', 'app.py'],
  ['python3.13', 'api.app.handler', 'api/app.py'],
  ['python3.13', 'api/app.handler', 'api/app.py'],
  ['python3.13', 'api.handler', 'api/__init__.py'],
  ['python3.13', 'app.handler', 'app.pyc'],
  ['python3.13', 'app.handler', 'app.cpython-313-x86_64-linux-gnu.so'],
  ['ruby3.4', 'app.handler', 'app.rb'],
  ['ruby3.4', 'app.Api::Handler.process', 'app.rb'],
  ['provided.al2023', 'anything', 'bootstrap'],
  ['java21', 'com.example.Handler::handle', 'lib/all.jar'],
  ['dotnet8', 'App::App.Function::Handle', 'App.dll'],
  ['java21', 'com.example.Handler::handle', 'com/example/Handler.class'],
  ['java21', 'com.example.Handler', 'com/example/Handler.class'],
  ['dotnet8', 'App', 'App.dll'],
  [undefined, 'index.handler', 'app.js'],
  ['nodejs22.x', undefined, 'app.js'],
])('on %s, %s is there or cannot be told: %s', (runtime, handler, ...paths) => {
  expect(missing(runtime, handler, ...paths)).toBeUndefined();
});

test.each<[string, string, string, string]>([
  ['nodejs22.x', 'index.handler', 'src/index.js', 'index.mjs'],
  ['nodejs22.x', 'index.handler', 'index.ts', 'index.js'],
  ['python3.13', 'app.handler', 'src/app.py', 'app/__init__.py'],
  ['ruby3.4', 'app.handler', 'handler.rb', 'app.rb'],
  ['provided.al2', 'x', 'bin/bootstrap', 'bootstrap'],
  ['java21', 'com.example.Handler::handle', 'com/example/Other.class', 'com/example/Handler.class'],
  ['dotnet8', 'App::App.Function::Handle', 'bin/App.dll', 'App.dll'],
])('on %s, %s is not in a package with %s', (runtime, handler, path, looked) => {
  const refusal = missing(runtime, handler, path);
  expect(refusal?.code).toBe('HANDLER_NOT_IN_PACKAGE');
  expect(refusal?.message).toContain(looked);
});

test.each<[string, string, readonly string[], readonly string[]]>([
  ['nodejs22.x', 'index.handler', ['index.mjs'], ['index.mjs']],
  ['python3.13', 'app.handler', ['app/__init__.py', 'app/core.py'], ['app/__init__.py']],
  ['provided.al2023', 'x', ['bootstrap', 'data'], ['bootstrap']],
])('on %s, %s cannot be in a file without a byte: %s', (runtime, handler, zipPaths, emptyPaths) => {
  const refusal = missingHandler({functionName: 'checkout', handler, runtime, zipPaths, emptyPaths});
  expect(refusal?.code).toBe('HANDLER_EMPTY');
  expect(refusal?.message).toContain(`${emptyPaths[0]} is empty`);
});

test('an empty file beside the one that holds the handler is nobody’s concern', () => {
  const place = {functionName: 'checkout', handler: 'a.b.handler', runtime: 'python3.13'};
  const zipPaths = ['a/__init__.py', 'a/b.py'];
  expect(missingHandler({...place, zipPaths, emptyPaths: ['a/__init__.py']})).toBeUndefined();
});
