import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {providedLauncher} from '../../../src/lib/sandbox/runtime/launch/provided-launcher.js';
import {Runtimes} from '../../../src/lib/sandbox/runtime/launch/runtimes.js';
import {zipOf} from '../zip-of.js';
import {anInvoker, answerOf, aVersion} from './running-function.js';

const has = (...command: [string, ...string[]]) => spawnSync(command[0], command.slice(1)).status === 0;

// What a Go and a Rust program of the documentation do, without their libraries: ask for an event, answer it, ask again.
const GO = `package main
import ("fmt"; "io"; "net"; "os"; "strings")
func call(request string) string {
  connection, err := net.Dial("tcp", os.Getenv("AWS_LAMBDA_RUNTIME_API"))
  if err != nil { os.Exit(1) }
  fmt.Fprint(connection, request)
  text, _ := io.ReadAll(connection)
  return string(text)
}
func main() {
  base := "/2018-06-01/runtime/invocation/"
  fmt.Println("loaded")
  for {
    next := call("GET " + base + "next HTTP/1.1\\r\\nhost: x\\r\\nconnection: close\\r\\n\\r\\n")
    head, event, _ := strings.Cut(next, "\\r\\n\\r\\n")
    _, rest, _ := strings.Cut(head, "lambda-runtime-aws-request-id: ")
    id, _, _ := strings.Cut(rest, "\\r\\n")
    fmt.Println("handling", id)
    body := fmt.Sprintf("{\\"go\\":%s,\\"handler\\":\\"%s\\"}", event, os.Getenv("_HANDLER"))
    call(fmt.Sprintf("POST %s%s/response HTTP/1.1\\r\\nhost: x\\r\\nconnection: close\\r\\ncontent-length: %d\\r\\n\\r\\n%s", base, id, len(body), body))
  }
}`;
const RUST = `use std::io::{Read, Write}; use std::net::TcpStream;
fn call(host: &str, request: String) -> String {
  let mut stream = TcpStream::connect(host).unwrap();
  stream.write_all(request.as_bytes()).unwrap();
  let mut text = String::new();
  stream.read_to_string(&mut text).unwrap();
  text
}
fn main() {
  let host = std::env::var("AWS_LAMBDA_RUNTIME_API").unwrap();
  loop {
    let next = call(&host, format!("GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nhost: {host}\\r\\nconnection: close\\r\\n\\r\\n"));
    let id = next.lines().find_map(|line| line.to_lowercase().strip_prefix("lambda-runtime-aws-request-id: ").map(str::to_owned)).unwrap();
    let body = format!("{{\\"rust\\":{}}}", next.split("\\r\\n\\r\\n").nth(1).unwrap());
    call(&host, format!("POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\\r\\nhost: {host}\\r\\nconnection: close\\r\\ncontent-length: {}\\r\\n\\r\\n{body}", body.len()));
  }
}`;

/** Builds one source file into a program. */
async function build(file: string, source: string, command: (folder: string) => readonly string[]): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-provided-'));
  try {
    await writeFile(path.join(folder, file), source);
    const [program = '', ...args] = command(folder);
    const env = {...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=mod'};
    execFileSync(program, args, {cwd: folder, env, stdio: 'pipe'});
    return await readFile(path.join(folder, 'bootstrap'));
  } finally {
    await rm(folder, {recursive: true});
  }
}

async function provided(files: Record<string, string | Buffer>, layers: Record<string, string>[] = []) {
  const layerZips = await Promise.all(layers.map((layer) => zipOf(layer, 0o100755)));
  return aVersion('', {runtime: 'provided.al2023', handler: 'any', zip: await zipOf(files, 0o100755), layerZips});
}

const SHELL = `#!/bin/sh
while true; do
  curl -sS -D "$HOME/head" -o "$HOME/event" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next" || exit 1
  id=$(sed -n 's/^lambda-runtime-aws-request-id: //Ip' "$HOME/head" | tr -d '\\r')
  echo "deadline $(grep -ci '^lambda-runtime-deadline-ms: [0-9]*' "$HOME/head")"
  curl -sS -d @"$HOME/event" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/ANSWER" >/dev/null
done`;

test.skipIf(!has('go', 'version'))('a Go bootstrap runs unchanged', {timeout: 240_000}, async () => {
  await using running = anInvoker();
  const bootstrap = await build('main.go', GO, () => ['go', 'build', '-o', 'bootstrap', 'main.go']);
  const version = await provided({bootstrap});
  expect(answerOf(await running.invoke(version, {n: 1})).value).toEqual({go: {n: 1}, handler: 'any'});
  expect(answerOf(await running.invoke(version, 2, {requestId: 'id-2'})).value).toEqual({go: 2, handler: 'any'});
  const messages = running.lines();
  expect(messages.filter((message) => message === 'loaded')).toHaveLength(1);
  expect(messages).toContain('handling id-2');
});

test.skipIf(!has('rustc', '--version'))('a Rust bootstrap runs unchanged', {timeout: 240_000}, async () => {
  await using running = anInvoker();
  const bootstrap = await build('main.rs', RUST, () => ['rustc', '-O', '-o', 'bootstrap', 'main.rs']);
  const version = await provided({bootstrap});
  for (const n of [1, 2]) expect(answerOf(await running.invoke(version, n)).value).toEqual({rust: n});
});

const withCurl = test.skipIf(!has('curl', '--version'));

withCurl('a script is a bootstrap too, of a layer as well as of the package, which comes first', async () => {
  await using running = anInvoker();
  const fromLayer = await provided({data: ''}, [{bootstrap: SHELL.replace('ANSWER', 'response')}]);
  expect(answerOf(await running.invoke(fromLayer, {a: 1}))).toEqual({value: {a: 1}, functionError: undefined});
  expect(running.lines()).toContain('deadline 1');
  const both = await provided({bootstrap: SHELL.replace('ANSWER', 'error')}, [
    {bootstrap: SHELL.replace('ANSWER', 'response')},
  ]);
  expect(answerOf(await running.invoke(both, {errorType: 'Mine'}))).toEqual({
    value: {errorType: 'Mine'},
    functionError: 'Unhandled',
  });
});

test('a package without a bootstrap cannot be initialised', async () => {
  await using running = anInvoker();
  expect(answerOf(await running.invoke(await provided({other: ''}))).value).toMatchObject({
    errorMessage: "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
  });
});

test('a bootstrap for another processor or system is told from one for this machine', async () => {
  const elf = Buffer.alloc(64);
  Buffer.from([0x7f, 0x45, 0x4c, 0x46]).copy(elf);
  elf.writeUInt16LE(0xb7, 18);
  const candidate = {runtime: 'provided.al2023', zip: await zipOf({bootstrap: elf}), layerZips: []};
  const on = (platform: NodeJS.Platform, arch: NodeJS.Architecture) =>
    providedLauncher({platform, arch}).whyNot(candidate);
  expect(await on('linux', 'arm64')).toBeUndefined();
  expect(await on('linux', 'x64')).toContain('a Linux program for arm64, this machine is linux x64');
  expect(await on('darwin', 'arm64')).toContain('this machine is darwin arm64');
});

test('a runtime that nothing here runs says what does', async () => {
  const runtimes = new Runtimes({speed: 1, originMs: 0});
  const candidate = {runtime: 'dotnet8', zip: await zipOf({a: ''}), layerZips: []};
  expect(await runtimes.whyNot(candidate)).toBe('the sandbox runs nodejs, python3, provided and java');
  expect(await runtimes.whyNot({...candidate, runtime: 'nodejs24.x'})).toBeUndefined();
});
