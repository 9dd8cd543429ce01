/** A name as it can be shown: whoever chose it, it moves no cursor and begins no line. */
export function visibleName(name: string): string {
  return name.replace(/\p{Cc}/gu, escaped);
}

/** A text of several lines as it can be shown. It may quote what others have named. */
export function visibleText(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, escaped);
}

function escaped(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
