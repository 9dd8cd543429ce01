/** Text that is HTML already. Only `html` makes it, and `trusted` of what we wrote ourselves. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | undefined | false | readonly Part[];

/** HTML of which every part that is put in means itself, wherever it came from: `html\`<p>${reason}</p>\``. Nothing is put in outside of elements and quotes. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(texts.map((text, index) => (index === 0 ? '' : textOf(parts[index - 1])) + text).join(''));
}

/** What we wrote ourselves, such as a style sheet. */
export function trusted(text: string): Html {
  return new Html(text);
}

function textOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  return typeof part === 'object' ? part.map(textOf).join('') : escaped(String(part));
}

/** Control characters have no place in HTML; those that turn the direction of a text would hide what it says. */
function escaped(text: string): string {
  return text
    .replace(/[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
