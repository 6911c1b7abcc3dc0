/** Shorter ones say too little to be told from a word. */
const shortest = 8;

/**
 * How a script that is meant to be text is encoded already; undefined where it is text. Words of letters and digits are
 * base64 too: it counts only where it decodes to what can be a script.
 */
export function encodingOf(text: string): string | undefined {
  const dataUrl = /^\s*data:[^,\s]*,/i.exec(text)?.[0];
  if (dataUrl !== undefined)
    return /;base64,$/i.test(dataUrl) ? 'a data: URL in base64' : 'a data: URL';
  const bytes = decode(text);
  if (bytes === undefined) return undefined;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'base64 of a compressed file';
  const inner = textOf(bytes);
  if (inner === undefined) return undefined;
  if (encodingOf(inner) !== undefined) return 'base64, twice over';
  return isScript(inner) ? 'base64' : undefined;
}

/** The bytes behind base64 of either alphabet, wrapped in lines or not, with its padding or without. */
function decode(text: string): Buffer | undefined {
  const letters = text.replaceAll(/[\r\n]/g, '').trim();
  const [, data = '', padding = ''] = /^([\w+/-]+)(={0,2})$/.exec(letters) ?? [];
  const isWhole = padding === '' ? data.length % 4 !== 1 : (data.length + padding.length) % 4 === 0;
  return data.length >= shortest && isWhole ? Buffer.from(data, 'base64') : undefined;
}

/** As UTF-8, or as UTF-16, which PowerShell encodes; undefined where it is neither. */
function textOf(bytes: Buffer): string | undefined {
  const isWide = bytes.length > 2 && bytes.every((byte, index) => index % 2 === 0 || byte === 0);
  try {
    return new TextDecoder(isWide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Printable, and a first line for the kernel or more than one word. */
const isScript = (text: string): boolean =>
  !/[\p{Cc}\p{Co}\p{Cn}]/u.test(text.replaceAll(/[\t\r\n\f]/g, '')) &&
  (text.startsWith('#!') || /\S\s+\S/.test(text.trim()) || /\S\n$/.test(text));
