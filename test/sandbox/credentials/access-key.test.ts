import {expect, test} from 'vitest';
import {parseCredentialsFile} from '../../../src/lib/sandbox/credentials/access-key.js';

test('profiles are read as the AWS CLI writes them', () => {
  const text = [
    '# of a rehearsal',
    '[default]',
    'aws_access_key_id = AKIAONE',
    'aws_secret_access_key=one/+=',
    '',
    '[other]',
    'AWS_ACCESS_KEY_ID = AKIATWO',
    'aws_secret_access_key = two',
    'aws_account_id = 111122223333',
  ];
  expect(parseCredentialsFile('keys', text.join('\r\n'))).toEqual([
    {name: 'default', accessKeyId: 'AKIAONE', secretAccessKey: 'one/+='},
    {name: 'other', accessKeyId: 'AKIATWO', secretAccessKey: 'two', accountId: '111122223333'},
  ]);
});

test.each([
  ['nothing', '', 'keys has no profile'],
  ['a setting before any profile', 'aws_access_key_id = x', 'Line 1 of keys'],
  ['a line that is neither', '[a]\nsecret', 'Line 2 of keys'],
  ['half a key', '[a]\naws_access_key_id = x', 'Profile a of keys has no'],
  [
    'an account that is none',
    '[a]\naws_access_key_id=x\naws_secret_access_key=hush\naws_account_id=12',
    'twelve digits',
  ],
])('%s is refused, and no value told', (_, text, message) => {
  expect(() => parseCredentialsFile('keys', text)).toThrow(message);
  expect(() => parseCredentialsFile('keys', text)).not.toThrow('hush');
});
