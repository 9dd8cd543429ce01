import {expect, it} from 'vitest';
import {html, trusted} from '../../../src/lib/report/page/html.js';

it.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['" onload="alert(1)', '&quot; onload=&quot;alert(1)'],
  ['&lt;', '&amp;lt;'],
  ['a\u0000b\u001b[31mc', 'a\\x00b\\x1b[31mc'],
  ['abc\u202ecba', 'abc\\u202ecba'],
  ['two\nlines', 'two\nlines'],
])('a text means itself: %j', (text, shown) => {
  expect(html`<p title="${text}">${text}</p>`.text).toBe(`<p title="${shown}">${shown}</p>`);
});

it('takes what is HTML already as it is, lists one after the other, and nothing where there is nothing', () => {
  const items = ['a', '<'].map((each) => html`<li>${each}</li>`);
  expect(html`<ul>${items}</ul>${undefined}${false}${trusted('<hr>')}${0}`.text).toBe(
    '<ul><li>a</li><li>&lt;</li></ul><hr>0',
  );
});
