const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An opaque id, unique over all types. */
export const globalId = (type: string, id: string): string =>
  Buffer.from(`${type}:${id}`).toString('base64url');

/** What an id points at; undefined for text that is none of ours. */
export function parseGlobalId(text: string): { type: string; id: string } | undefined {
  const [type = '', id = ''] = Buffer.from(text, 'base64url').toString().split(':');
  return uuid.test(id) ? { type, id } : undefined;
}

/** An id of this type for examples: of something that is nowhere. */
export const exampleId = (type: string): string =>
  globalId(type, '01a1fc7c-8a11-7030-948c-59f566fb3cf5');

/** The row behind a global id of these types. An id that is none of them finds nothing: the empty text. */
export function rowId(text: string, ...types: readonly string[]): string {
  const parsed = parseGlobalId(text);
  return parsed && types.includes(parsed.type) ? parsed.id : '';
}
