/** A JSON Pointer (RFC 6901) to what stands at a path. */
export const pointerOf = (path: readonly string[]): string =>
  path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
