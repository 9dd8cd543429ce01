import {expect, test} from 'vitest';
import {buildDeploymentPackage} from '../../../src/lib/package/build-deployment-package.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {type Tree, tempFolder, writeTree} from '../temp-folder.js';

// Put together here, so that no scanner takes this file itself for a leak.
const KEY_ID = `AKIA${'Q3EGRIMS5TZUYXCV'}`;
const SECRET_KEY = ['9fKq2vLmX7RtYw1Z', 'bNc4DgHsJpEu6aOi', 'T3yV8kM0'].join('');
const BODY = 'MIIEpAIBAAKCAQEA7vLmX7RtYw1ZbNc4DgHsJpEu6aOiT3yV8kM0QdRf5WxS2nU9';
const PRIVATE_KEY = `-----BEGIN RSA PRIVATE ${'KEY'}-----\n${BODY}\n${BODY}\n`;
// Was published after it had been revoked: the checksum at its end is GitHub's own.
const GITHUB = ['ghp_', 'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ', '0mLq17'].join('');
const NPM = `npm_${'Zq1Wx2Ce3Rv4Tb5Yn6Um7Ik8Ol9Pa0Sd1Fg2'}`;

async function secretsOf(tree: Tree, allowSecrets: readonly string[] = []): Promise<string[]> {
  const sourceDir = writeTree(tempFolder(), {'index.js': 'x', ...tree});
  try {
    await buildDeploymentPackage({sourceDir, allowSecrets, sink: new EventRecorder()});
    return [];
  } catch (error) {
    const {code, exitCode, message, details} = error as {
      code: string;
      exitCode: number;
      message: string;
      details: {secrets: {path: string; line?: number; kind: string}[]};
    };
    expect({code, exitCode}).toEqual({code: 'SECRET_IN_PACKAGE', exitCode: 3});
    for (const secret of [KEY_ID, SECRET_KEY, BODY, GITHUB, NPM]) {
      expect(`${message}${JSON.stringify(details)}`).not.toContain(secret);
    }
    return details.secrets.map(({path: file, line, kind}) => `${file}:${line ?? '-'} ${kind}`);
  }
}

test.each([
  ['a private key', `\n\n${PRIVATE_KEY}`, '3 private key'],
  ['a private key in a string', `const key = "${PRIVATE_KEY.replaceAll('\n', '\\n')}";`, '1 private key'],
  ['an AWS access key', `id: ${KEY_ID}\nkey: ${SECRET_KEY}\n`, '1 AWS access key'],
  ['an AWS secret access key alone', `a\naws_secret_access_key = ${SECRET_KEY}\n`, '2 AWS secret access key'],
  ['an AWS key of an environment file', `A=${KEY_ID}\nB=${SECRET_KEY}\n`, '1 AWS access key'],
  ['an AWS secret of a shell', `export AWS_SECRET_ACCESS_KEY=${SECRET_KEY}\n`, '1 AWS secret access key'],
  ['an AWS key beside an address', `${KEY_ID} https://api.example.com ${SECRET_KEY}`, '1 AWS access key'],
  ['an AWS key after a documented one', `AKIAIOSFODNN7EXAMPLE\n${KEY_ID}\n${SECRET_KEY}\n`, '2 AWS access key'],
  ['a GitHub token', `x\ny\nconst token = '${GITHUB}';`, '3 GitHub token'],
  ['an npm token', `//registry.example/:_authToken=${NPM}\n`, '1 npm token'],
])('%s stops the packaging, named by file, line and kind alone', async (_, content, found) => {
  expect(await secretsOf({'lib/settings.txt': content})).toContain(`lib/settings.txt:${found}`);
});

test('what only looks a little like one does not', async () => {
  expect(
    await secretsOf({
      'docs-example.js': "const id = 'AKIAIOSFODNN7EXAMPLE', key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';",
      'id-alone.js': `const allowed = ['${KEY_ID}'];`,
      'parser.js': "if (text.startsWith('-----BEGIN PRIVATE KEY-----')) parse(text);",
      'placeholder.js': `const token = 'ghp_${'x'.repeat(36)}';`,
      'node_modules/@octokit/auth-token/README.md': `createTokenAuth("ghp_${'PersonalAccessToken01245678900000000'}")`,
      'npmrc.txt': `//registry.example/:_authToken=\${NPM_TOKEN}\n`,
      'image.bin': Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(GITHUB)]),
      'bundle.css': `a{background:url(data:font/woff2;base64,${SECRET_KEY}${SECRET_KEY})}`,
      '.env.example': 'TOKEN=',
      '.lambdaignore': '!.env.example\n',
    }),
  ).toEqual([]);
});

test('an environment file that a rule takes back in is one by its name', async () => {
  expect(await secretsOf({'.env': 'A=1', 'config/.env.production': 'A=1', '.lambdaignore': '!.env*\n'})).toEqual([
    '.env:- environment file',
    'config/.env.production:- environment file',
  ]);
});

test('keys among the files of an installed package are test data, tokens are not', async () => {
  expect(
    await secretsOf({
      'node_modules/tls/test/keys/agent.txt': PRIVATE_KEY,
      'node_modules/ours/config.js': `module.exports = '${GITHUB}';`,
    }),
  ).toEqual(['node_modules/ours/config.js:1 GitHub token']);
});

test('what is allowed by name, or with its folder, is packaged', async () => {
  const tree = {'keys/test.txt': PRIVATE_KEY, 'keys/more/a.txt': PRIVATE_KEY, 'token.js': GITHUB};

  expect(await secretsOf(tree, ['keys/'])).toEqual(['token.js:1 GitHub token']);
  expect(await secretsOf(tree, ['keys/test.txt', './token.js'])).toEqual(['keys/more/a.txt:1 private key']);
  expect(await secretsOf(tree, ['keys/', 'token.js'])).toEqual([]);
});

test('a key that lies across the cut of a large file is found, with its line', async () => {
  const filler = 'const a = 1; // nothing\n'.repeat(50_000);
  const cut = filler.slice(0, 1_048_576 - 40);
  const lines = cut.split('\n').length;

  expect(await secretsOf({'bundle.js': `${cut}\n${PRIVATE_KEY}${filler}`})).toEqual([
    `bundle.js:${lines + 1} private key`,
  ]);
});

test('a zero byte near the cut of a large text hides nothing behind it', async () => {
  const filler = 'const a = 1; // nothing\n'.repeat(50_000).slice(0, 1_048_576);
  for (const zero of ['\0', '\0\0\0']) {
    expect(await secretsOf({'bundle.js': `${filler}${zero}${filler.slice(0, 2000)}${PRIVATE_KEY}`})).toHaveLength(1);
  }
});

test('no text makes the search take long', async () => {
  const blanks = ' '.repeat(400_000);
  expect(
    await secretsOf({
      'a.txt': `-----BEGIN PRIVATE ${'KEY'}-----${blanks}`,
      'b.txt': `-----BEGIN ${'A '.repeat(200_000)}PRIVATE ${'KEY'}-----`,
      'c.txt': `secret_access_key${blanks}\n`.repeat(2),
      'd.txt': `_authToken = ${'"'.repeat(400_000)}`,
    }),
  ).toEqual([]);
});
