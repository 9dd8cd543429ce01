import {createHash} from 'node:crypto';
import {type Html, html, trusted} from './html.js';

interface Page {
  /** Of the browser's tab. */
  readonly title: string;
  /** What kind of page it is, above its heading. */
  readonly kicker: string;
  readonly heading: string;
  readonly sections: readonly Html[];
  readonly footer: string;
}

/**
 * A page of HTML that loads nothing and runs nothing: for light and dark screens, telephones and paper. Everything in it is shown as text,
 * wherever it came from, and the page's own policy forbids the rest.
 */
export function pageText({title, kicker, heading, sections, footer}: Page, css: string): string {
  const digest = createHash('sha256').update(css).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  const page: Html = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(css)}</style>
</head>
<body>
<main>
<header class="page"><p class="kicker">${kicker}</p><h1>${heading}</h1></header>
${sections}
</main>
<footer><p>${footer}</p></footer>
</body>
</html>
`;
  return page.text;
}
