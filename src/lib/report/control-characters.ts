/** Those that turn the direction of a text: what is shown would not be what is there (CVE-2021-42574). */
const TURNING = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069';
const IN_NAME = new RegExp(`\\p{Cc}|[${TURNING}]`, 'gu');
const IN_TEXT = new RegExp(`[^\\P{Cc}\\n\\t]|[${TURNING}]`, 'gu');

/** A name as it can be shown: whoever chose it, it moves no cursor, begins no line and turns nothing round. */
export function visibleName(name: string): string {
  return name.replace(IN_NAME, escaped);
}

/** A text of several lines as it can be shown. It may quote what others have named. */
export function visibleText(text: string): string {
  return text.replace(IN_TEXT, escaped);
}

/** The escape codes of our own styles: colours, bold and dim. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal obeys is what this is about.
const OWN_STYLE_OR_CONTROL = /\u001B\[(?:[12]|22|3[1-6]|39)m|[^\P{Cc}\n\t]/gu;

/** What GitHub's runner takes for a command of its own, wherever it reads it: two colons at the beginning of a line. */
const RUNNER_COMMAND = /^([^\S\n]*)(?=::)/gm;

/**
 * A text of ours as it can be shown, which may have styles and may quote what others have named: it moves no cursor and commands no
 * CI system.
 */
export function visibleStyled(text: string): string {
  return text
    .replace(OWN_STYLE_OR_CONTROL, (found) => (found.length > 1 ? found : escaped(found)))
    .replace(RUNNER_COMMAND, '$1\\');
}

function escaped(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
}
