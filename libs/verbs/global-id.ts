import { isUuid } from '#libs/kernel';

/** What a global id can point at: a type of GraphQL. */
export type NodeType = string;

/** An opaque id, unique over all types. */
export const globalId = (type: NodeType, id: string): string =>
  Buffer.from(`${type}:${id}`).toString('base64url');

/** What an id points at, be it of a type that nobody has; undefined for text that is no id. */
export function parseGlobalId(text: string): { type: NodeType; id: string } | undefined {
  const [type = '', id = ''] = Buffer.from(text, 'base64url').toString().split(':');
  return isUuid(id) ? { type, id } : undefined;
}

/** The row behind a global id of these types. An id that is none of them finds nothing: the empty text. */
export function rowId(text: string, ...types: readonly NodeType[]): string {
  const parsed = parseGlobalId(text);
  return parsed && types.includes(parsed.type) ? parsed.id : '';
}

/** An id of this type for examples: of something that is nowhere. */
export const exampleId = (type: NodeType): string =>
  globalId(type, '01a1fc7c-8a11-7030-948c-59f566fb3cf5');
