import {describe, expect, it} from 'vitest';
import {html} from '../../../src/lib/report/page/html.js';
import {reportPage} from '../../../src/lib/report/page/page.js';
import type {Told} from '../../../src/lib/report/story/told.js';
import {type Course, eventsOf, interrupted, type ToldEvent, toldOf} from './told-stories.js';

const page = (told: Told) => reportPage(told, 'body{}');
const count = (text: string, part: string) => text.split(part).length - 1;

describe('a page', () => {
  it.each<[Course, string, string]>([
    ['promoted', 'Promoted', 'Version 8 has all traffic, before it was 7.'],
    ['takenBack', 'Taken back', 'Version 8 was taken back, 7 has all traffic.'],
    ['interrupted', 'Taken back', 'Version 8 was taken back, 7 has all traffic.'],
    ['long', 'Promoted', 'Version 8 has all traffic, before it was 7.'],
  ])(
    'of a %s rollout says so first, then draws its four charts, each with words and a table',
    (course, badge, sentence) => {
      const text = page(toldOf(eventsOf(course)));
      const [top = ''] = text.split('<figure');
      expect(top).toContain(`</svg>${badge}</p>`);
      expect(top).toContain(`<p class="sentence">${sentence}</p>`);
      for (const chart of ['split', 'errors', 'evidence', 'latency']) expect(text).toContain(`id="s0-${chart}"`);
      expect(count(text, '<figure')).toBe(4);
      expect(count(text, 'role="img" aria-label="')).toBe(8);
      expect(count(text, '<details>')).toBe(4);
      expect(count(text, 'Time (UTC)')).toBe(8);
      expect(text).not.toMatch(/NaN|undefined|Infinity/);
    },
  );

  it('says what failed and where, by logs and by traces', () => {
    const text = page(toldOf(eventsOf('takenBack')));
    expect(text).toContain('41 × TypeError: no items');
    expect(text).toMatch(/Traces of it<[\s\S]*TypeError: no items, in orders: https:\/\/eu-west-1\.console\.aws/);
  });

  it('names nothing twice', () => {
    const events = [...eventsOf('promoted'), ...later(eventsOf('takenBack'))];
    const text = page(toldOf(events));
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(20);
    expect(new Set(ids).size).toBe(ids.length);
    expect(text).toContain('<h1>checkout:live, 2 releases</h1>');
  });

  it('says how a command ended that was interrupted, and what to do now', () => {
    const text = page(toldOf(eventsOf('interrupted'), {failure: interrupted}));
    expect(text).toContain('INTERRUPTED, exit code 143, traffic restored');
    expect(text).toContain('<code>lambda-release deploy checkout:live</code>');
    expect(text).toContain('<li>Run it again when it may run to its end.</li>');
  });

  it('says who, where, from which commit, and what changed', () => {
    const text = page(toldOf(eventsOf('promoted')));
    for (const word of [
      ...['arn:aws:sts::222222222222:assumed-role/releaser/ci', 'eu-west-1', 'https://ci.example.com/jobs/4711'],
      ...['lambda-release deploy', 'commit 1a2b3c4d5e6f: Round the total at the end', '512 → 1024'],
      ...['dependencies:11 → dependencies:12', 'added ROUNDING; changed LOG_LEVEL'],
    ]) {
      expect(text).toContain(html`${word}`.text);
    }
  });

  it('loads nothing and runs nothing: its own policy says so, and it asks for none of it', () => {
    const text = page(toldOf(eventsOf('promoted')));
    expect(text).toMatch(/Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[\w+/]{43}=';/);
    expect(text).not.toMatch(/<script|<img|<link|<iframe|\bsrc=|\bhref=|@import|\bstyle="|\bon\w+="/);
  });

  it('tells what moved nothing without a chart', () => {
    const shifted: ToldEvent = {
      timeMs: 0,
      event: {type: 'traffic.shifted', ref: {functionName: 'checkout', alias: 'live'}, stable: '7', from: '8'},
    };
    const text = page(toldOf([shifted]));
    expect(text).toContain('Version 7 has all traffic, before it was 8.');
    expect(text).not.toContain('<figure');
    expect(page(toldOf([]))).toContain('<h1>Nothing was released</h1>');
  });
});

function later(events: readonly ToldEvent[]): readonly ToldEvent[] {
  return events.map(({timeMs, event}) => ({
    timeMs: timeMs + 86_400_000,
    event:
      'rolloutId' in event
        ? {...event, rolloutId: 'zzzzzz'}
        : 'of' in event && event.of
          ? {...event, of: {...event.of, rolloutId: 'zzzzzz'}}
          : event,
  }));
}
