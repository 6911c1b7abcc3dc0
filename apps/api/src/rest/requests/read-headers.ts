import type { RequestRefusal } from './read-query.js';

const badHeader = (header: string, message: string): RequestRefusal => ({
  code: 'BAD_USER_INPUT',
  message,
  header,
});

/** The key of an Idempotency-Key header: a structured text in quotes, or without them. */
export function readKey(header: string | undefined): string | undefined {
  const quoted = /^\s*"([^"\\]*)"\s*$/.exec(header ?? '')?.[1];
  return quoted ?? header?.trim();
}

/** What If-Match asks for: `any` for `*`, or the tags that match, without those that are weak (RFC 9110, 13.1.1). */
export type IfMatch = { any: true } | { tags: readonly string[] };

const entityTag = /^\s*(W\/)?"([\x21\x23-\x7e]*)"\s*$/;

/** Undefined where nothing is asked. */
export function readIfMatch(header: string | undefined): IfMatch | RequestRefusal | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return { any: true };
  const read = header.split(',').map((text) => entityTag.exec(text));
  if (read.includes(null))
    return badHeader('If-Match', 'It must be * or entity tags in quotes, as ETag has them.');
  return { tags: read.flatMap((one) => (one?.[1] === undefined ? [one?.[2] ?? ''] : [])) };
}

export const noIfMatch = badHeader('If-Match', 'This takes no If-Match.');

/** Seconds to wait that Prefer asks for (RFC 7240), at most 30; undefined where it does not. */
export function readWait(header: string | string[] | undefined): number | undefined {
  const text = [header ?? ''].flat().join(',');
  const seconds = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?\s*(?=$|[,;])/i.exec(text)?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds), longestWait);
}
export const longestWait = 30;

/** Whether an Accept header takes this type of answer. */
export function accepts(header: string | undefined, type: string): boolean {
  if (header === undefined || header.trim() === '') return true;
  const [kind] = type.split('/');
  const ranges = header.split(',').map((range) => range.split(';').map((part) => part.trim()));
  const taken = ranges.filter(([name = '', ...parameters]) => {
    const isMatch = [type, `${kind}/*`, '*/*'].includes(name.toLowerCase());
    return isMatch && !parameters.some((one) => /^q=0(\.0*)?$/i.test(one));
  });
  const isRefused = ranges.some(
    ([name = '', ...parameters]) =>
      name.toLowerCase() === type && parameters.some((one) => /^q=0(\.0*)?$/i.test(one)),
  );
  return taken.length > 0 && !isRefused;
}
