import {describe, expect, it} from 'vitest';
import {chooseReportMode} from '../../src/lib/report/mode.js';
import {wantsColour} from '../../src/lib/report/style.js';

const terminal = {isTTY: true};

describe('chooseReportMode', () => {
  it.each([
    ['a terminal', {}, 'live'],
    ['a pipe', {stream: {}}, 'lines'],
    ['CI', {environment: {CI: 'true'}}, 'lines'],
    ['CI switched off', {environment: {CI: 'false'}}, 'live'],
    ['a dumb terminal', {environment: {TERM: 'dumb'}}, 'lines'],
    ['--json', {json: true}, 'lines'],
    ['--quiet', {quiet: true}, 'quiet'],
    ['--quiet --json', {quiet: true, json: true}, 'quiet'],
  ])('on %s', (_, change, mode) => {
    expect(chooseReportMode({stream: terminal, environment: {}, json: false, quiet: false, ...change})).toBe(mode);
  });
});

describe('wantsColour', () => {
  it.each([
    ['a terminal', terminal, {}, true],
    ['a pipe', {}, {}, false],
    ['NO_COLOR', terminal, {NO_COLOR: '1'}, false],
    ['an empty NO_COLOR', terminal, {NO_COLOR: ''}, true],
    ['a dumb terminal', terminal, {TERM: 'dumb'}, false],
  ])('on %s', (_, stream, environment, colour) => {
    expect(wantsColour(stream, environment)).toBe(colour);
  });
});
