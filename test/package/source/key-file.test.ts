import {generateKeyPairSync} from 'node:crypto';
import {expect, test} from 'vitest';
import {collectFiles} from '../../../src/lib/package/source/collect-files.js';
import {tempFolder, writeTree} from '../temp-folder.js';

const {publicKey, privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
const rsa = generateKeyPairSync('rsa', {modulusLength: 1024}).privateKey;

test.each<[string, string, string | Buffer]>([
  ['a public key', 'jwt.pem', publicKey.export({type: 'spki', format: 'pem'})],
  ['a public key of ssh', 'id_ed25519.pub', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGr8 somebody@example.com\n'],
  ['text', 'messages.key', 'greeting=Hello\nfarewell=Good bye\n'],
  ['JSON', 'signing.key', '{"kty": "EC"}'],
  ['code', 'id_rsa_helper.js', 'export const help = 1;\n'],
  ['a binary that is no DER', 'slides.key', Buffer.from([0x50, 0x4b, 3, 4, 0, 0])],
  ['nothing', 'empty.key', ''],
])('%s is packaged although it is called like a key: %s', (_, name, content) => {
  const {files, leftOut, secrets} = collectFiles(writeTree(tempFolder(), {'index.js': 'x', [name]: content}));
  expect(files.map(({zipPath}) => zipPath)).toContain(name);
  expect([...leftOut, ...secrets]).toEqual([]);
});

test.each<[string, string, string | Buffer]>([
  ['PEM', 'tls.key', privateKey.export({type: 'pkcs8', format: 'pem'})],
  ['PEM of RSA after text', 'a.pem', `issued by us\n${rsa.export({type: 'pkcs1', format: 'pem'})}`],
  ['an encrypted key', 'b.pem', rsa.export({type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x'})],
  ['DER', 'c.key', rsa.export({type: 'pkcs8', format: 'der'})],
  ['a bare key', 'master.key', '0a1b2c3d4e5f60718293a4b5c6d7e8f9\n'],
  ['a key of OpenSSH', 'id_rsa', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\n'],
])('a private key as %s stays out, and the result says so', (_, name, content) => {
  const {leftOut, secrets} = collectFiles(writeTree(tempFolder(), {'index.js': 'x', [name]: content}));
  expect(leftOut).toEqual([name]);
  expect(secrets).toEqual([name]);
});

test('what is left out for no secret is not called one', () => {
  const folder = writeTree(tempFolder(), {
    'index.js': 'x',
    '.DS_Store': 'x',
    '.env': 'A=1',
    'venv2/pyvenv.cfg': 'home = /usr',
  });
  const {leftOut, secrets} = collectFiles(folder);
  expect(leftOut).toEqual(['.DS_Store', '.env', 'venv2/']);
  expect(secrets).toEqual(['.env']);
});

test('a virtual environment can be taken in by name', () => {
  const folder = writeTree(tempFolder(), {
    'index.js': 'x',
    'env/pyvenv.cfg': 'home = /usr',
    '.lambdaignore': '!env/\n',
  });
  expect(collectFiles(folder).files.map(({zipPath}) => zipPath)).toContain('env/pyvenv.cfg');
});
