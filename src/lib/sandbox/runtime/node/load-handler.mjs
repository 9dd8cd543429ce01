// Finds and loads `folder/file.export` the way Lambda's Node.js runtime does.
import {existsSync, readFileSync, statSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {InitError} from './failure-payload.mjs';

/** The handler function. Throws InitError with Lambda's errorType, or whatever the module itself throws. */
export async function loadHandler(taskRoot, spec) {
  if (spec.includes('..'))
    throw new InitError('Runtime.MalformedHandlerName', `'${spec}' is not a valid handler name.`);
  const folder = path.dirname(spec);
  const match = /^([^.]*)\.(.+)$/.exec(path.basename(spec));
  if (!match) throw new InitError('Runtime.MalformedHandlerName', 'Bad handler');
  const [, file, exportPath] = match;
  const loaded = await loadModule(taskRoot, path.join(folder, file));
  const handler = pick(loaded, exportPath) ?? pick(loaded?.default, exportPath);
  if (handler === undefined) {
    throw new InitError('Runtime.HandlerNotFound', `${spec} is undefined or not exported`);
  }
  if (typeof handler !== 'function') throw new InitError('Runtime.HandlerNotFound', `${spec} is not a function`);
  return handler;
}

function pick(value, exportPath) {
  return exportPath.split('.').reduce((inner, name) => inner?.[name], value);
}

async function loadModule(taskRoot, name) {
  const base = path.join(taskRoot, name);
  const file = [base, `${base}.js`, `${base}.mjs`, `${base}.cjs`].find(
    (each) => existsSync(each) && statSync(each).isFile(),
  );
  const require = createRequire(path.join(taskRoot, 'noop.js'));
  if (file === undefined && !existsSync(path.join(base, 'package.json')) && !existsSync(path.join(base, 'index.js'))) {
    const message = `Error: Cannot find module '${name}'\nRequire stack:\n- ${path.join(taskRoot, name)}`;
    throw new InitError('Runtime.ImportModuleError', message);
  }
  try {
    const isModule = file?.endsWith('.mjs') || (file?.endsWith('.js') && packageType(taskRoot, file) === 'module');
    return isModule ? await import(pathToFileURL(file).href) : require(file ?? base);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new InitError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`, error);
    }
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw new InitError('Runtime.ImportModuleError', `Error: ${error.message}`, error);
    }
    throw error;
  }
}

// Node's rule: the nearest package.json decides, looked for no higher than the deployment package.
function packageType(taskRoot, file) {
  for (let folder = path.dirname(file); folder.startsWith(taskRoot); folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type;
  }
  return undefined;
}
