import {expect, it} from 'vitest';
import {withPhases} from '../../../src/lib/report/ci/phases.js';
import {createLineReporter} from '../../../src/lib/report/line-reporter.js';
import {moved, packaged, promoted, published, START_MS} from '../story/a-release.js';

const warning = {type: 'warning', code: 'LATE', message: 'late'} as const;

async function logOf(system: 'github' | 'gitlab'): Promise<readonly string[]> {
  const written: string[] = [];
  const stream = {write: (text: string) => written.push(text)};
  const clock = {now: () => START_MS};
  const view = withPhases(createLineReporter({stream, clock}), {system, stream, clock});
  view.show(packaged);
  await view.pause();
  stream.write('the plan\n');
  view.show(published);
  view.show(warning);
  view.show(moved(0, 5));
  view.show(promoted);
  await view.end('done');
  return written
    .join('')
    .split('\n')
    .map((line) => line.replace(/^\d{4}-\S+Z (.{8}).*/, '$1'));
}

it('folds what leads up to a rollout on GitHub, and leaves plan and rollout open', async () => {
  expect(await logOf('github')).toEqual([
    ...['::group::Package', 'checkout', '::endgroup::', 'the plan'],
    ...['::group::Publish', 'checkout', 'warning:', '::endgroup::'],
    ...['checkout', 'checkout', ''],
  ]);
});

it('makes a section of each phase on GitLab, with names that are used once', async () => {
  const second = START_MS / 1000;
  const begin = (id: string, options: string, title: string) =>
    `\x1b[0Ksection_start:${second}:lambda_release_${id}${options}\r\x1b[0K${title}`;
  const end = (id: string) => `\x1b[0Ksection_end:${second}:lambda_release_${id}\r\x1b[0K`;
  expect(await logOf('gitlab')).toEqual([
    ...[begin('package_1', '[collapsed=true]', 'Package'), 'checkout', end('package_1'), 'the plan'],
    ...[begin('publish_2', '[collapsed=true]', 'Publish'), 'checkout', 'warning:', end('publish_2')],
    ...[begin('rollout_3', '', 'Rollout'), 'checkout', 'checkout', end('rollout_3')],
    '',
  ]);
});
