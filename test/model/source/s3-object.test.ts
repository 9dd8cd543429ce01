import {expect, test} from 'vitest';
import {formatS3Object, isInS3, parseS3Object} from '../../../src/lib/model/source/s3-object.js';

test.each([
  ['s3://builds/app.zip', {bucket: 'builds', key: 'app.zip'}],
  ['s3://my.builds-1/a/b c/app.jar', {bucket: 'my.builds-1', key: 'a/b c/app.jar'}],
  [
    's3://builds/app.zip?versionId=3HL4kqtJvjVBH40N',
    {bucket: 'builds', key: 'app.zip', objectVersion: '3HL4kqtJvjVBH40N'},
  ],
  ['s3://builds/what?/app.zip', {bucket: 'builds', key: 'what?/app.zip'}],
])('%s is an object, and is written back the same', (text, object) => {
  expect(isInS3(text)).toBe(true);
  expect(parseS3Object(text)).toEqual(object);
  expect(formatS3Object(object)).toBe(text);
});

test.each(['s3://builds', 's3://builds/', 's3://builds/folder/', 's3://B/app.zip', 's3:///app.zip', 'dist'])(
  '%s is none',
  (text) => {
    expect(parseS3Object(text)).toBeUndefined();
  },
);
