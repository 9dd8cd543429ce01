/** A name as it can be shown: whoever chose it, it moves no cursor and begins no line. */
export function visibleName(name: string): string {
  return name.replace(/\p{Cc}/gu, escaped);
}

/** A text of several lines as it can be shown. It may quote what others have named. */
export function visibleText(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, escaped);
}

/** The escape codes of our own styles: colours, bold and dim. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal obeys is what this is about.
const OWN_STYLE_OR_CONTROL = /\u001B\[(?:[12]|22|3[1-6]|39)m|[^\P{Cc}\n\t]/gu;

/** A text of ours as it can be shown, which may have styles and may quote what others have named. */
export function visibleStyled(text: string): string {
  return text.replace(OWN_STYLE_OR_CONTROL, (found) => (found.length > 1 ? found : escaped(found)));
}

function escaped(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
