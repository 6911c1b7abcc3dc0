import { findJson, unescape } from './find-json.js';

/** An error that stands in a text: as JSON, or as some library printed it. */
export interface WrittenErrors {
  /** What the text says besides. */
  sentence: string;
  found: unknown[];
}

/** `Error code: 'X'. Target: ''. Message: 'Y'`, one after the other: how machine learning prints those of Azure Batch. */
const printed =
  /Error code: '(?<code>[^']*)'\.?\s*(?:Target: '(?<target>[^']*)'\.?\s*)?Message: '(?<message>[\s\S]*?)'(?=\s*(?:\.?\s*$|\.?\s*Error code:|[\])},"]))/g;

/** `Code="X" Message="Y"`: how Azure's own services print what another of them answered. */
const autorest =
  /\bCode="(?<code>[^"]+)"\s+Message="(?<message>[\s\S]*?)"(?=\s*$|\s+\w+=|\s*[\])},.])/g;

/** JSON that was cut off: its code and as much of its message as there is. */
const torn =
  /"code"\s*:\s*"(?<code>[^"]+)"\s*,\s*"message"\s*:\s*"(?<message>[\s\S]*?)(?=$|"\s*,\s*"\w+"\s*:|"\s*[}\]])/i;

/** A code in front: `StorageMountError: The …`, `(BadRequest) The …`. */
const leading =
  /^\(?(?<code>[A-Z][A-Za-z]*(?:Error|Failed|Failure|NotFound|NotAllowed|NotSupported|NotAvailable|Exceeded|Reached|Quota|Conflict|Request))\)?(?::|(?<=\)))\s+(?<message>\S[\s\S]*)$/;

const groupsOf = (text: string, pattern: RegExp): unknown[] =>
  [...text.matchAll(pattern)].map(({ groups }) => ({ ...groups }));

const withoutEnd = (text: string): string => text.replace(/[\s:,'"[({]+$/, '').trim();

function readPrinted(text: string): WrittenErrors | undefined {
  const plain = text.includes('\\"') ? unescape(text) : text;
  for (const pattern of [printed, autorest]) {
    const found = groupsOf(plain, pattern);
    if (found.length > 0)
      return { sentence: withoutEnd(plain.slice(0, plain.search(pattern))), found };
  }
  return undefined;
}

function readTorn(text: string): WrittenErrors | undefined {
  const plain = unescape(unescape(text));
  const match = torn.exec(plain);
  if (!match) return undefined;
  const before = plain.slice(0, plain.indexOf('{'));
  return { sentence: withoutEnd(before), found: [{ ...match.groups }] };
}

/**
 * The errors that stand in a message. `isError` tells which JSON is one: policies and lists stand there as JSON too, and
 * stay in the sentence.
 */
export function readWrittenErrors(
  text: string,
  isError: (value: unknown) => boolean,
): WrittenErrors {
  const json = findJson(text, isError);
  if (json) {
    const after = json.after.replace(/^["'\s.,;)\]}]+/, '').trim();
    const sentence = [withoutEnd(json.before), after].filter((part) => part !== '').join(' ');
    return { sentence, found: [json.value] };
  }
  const inText = readPrinted(text) ?? (text.includes('{') ? readTorn(text) : undefined);
  if (inText) return inText;
  const match = leading.exec(text.trim());
  return match ? { sentence: '', found: [{ ...match.groups }] } : { sentence: text, found: [] };
}
