/** JSON found in a text, and what stands around it. */
export interface FoundJson {
  value: unknown;
  before: string;
  after: string;
}

const maxStarts = 8;
const maxUnescapes = 3;

/** The bracket that closes the one at `start`, quotes left out of account: they may be escaped any number of times. */
function endOf(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    const char = text[index];
    if (char === '{') depth += 1;
    else if (char === '}') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return text.length;
}

/** One level of escapes less. Line ends between the tokens of escaped JSON are only in its way. */
export const unescape = (text: string): string =>
  text.replaceAll(/\\(["'\\/])/g, '$1').replaceAll(/\\[rnt]/g, ' ');

const tryParse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A template of .NET's that nobody filled in doubles every brace. */
const undoubled = (text: string): string =>
  text.startsWith('{{') ? text.replaceAll('{{', '{').replaceAll('}}', '}') : text;

/** JSON as it is, or as it becomes when what escapes it is taken away. Undefined: it is none. */
function parseEscaped(escaped: string, level = 0): unknown {
  const text = undoubled(escaped);
  const value = tryParse(text) ?? tryParse(text.replaceAll(/\\[rn]/g, ' '));
  if (value !== undefined || level === maxUnescapes || !text.includes('\\')) return value;
  return parseEscaped(unescape(text), level + 1);
}

/**
 * The first object in a text that is JSON and that `fits`: the text itself, or after or inside a sentence, also where it
 * is escaped. Undefined where there is none.
 */
export function findJson(text: string, fits: (value: unknown) => boolean): FoundJson | undefined {
  let start = text.indexOf('{');
  for (let tries = 0; start >= 0 && tries < maxStarts; tries += 1) {
    for (const end of new Set([endOf(text, start), text.lastIndexOf('}') + 1])) {
      const value = end > start ? parseEscaped(text.slice(start, end)) : undefined;
      if (value !== undefined && fits(value))
        return { value, before: text.slice(0, start), after: text.slice(end) };
    }
    start = text.indexOf('{', start + 1);
  }
  return undefined;
}
