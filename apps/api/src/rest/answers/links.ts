/** Where a page stands among its neighbours. */
export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

/**
 * The Link header of a page (RFC 8288): the first page, the next, and the one before where the list can be read
 * backwards. `search` is what the page was asked by.
 */
export function linksOf(
  address: string,
  search: URLSearchParams,
  { hasNextPage, hasPreviousPage, startCursor, endCursor }: PageInfo,
  { size, isBothWays }: { size: number; isBothWays: boolean },
): string {
  const link = (rel: string, given: Record<string, string>): string => {
    const of = new URLSearchParams(search);
    for (const name of ['first', 'last', 'after', 'before']) of.delete(name);
    for (const [name, value] of Object.entries(given)) of.set(name, value);
    return `<${address}?${String(of)}>; rel="${rel}"`;
  };
  const first = String(size);
  return [
    link('first', { first }),
    ...(hasNextPage && endCursor !== null ? [link('next', { first, after: endCursor })] : []),
    ...(isBothWays && hasPreviousPage && startCursor !== null
      ? [link('prev', { last: first, before: startCursor })]
      : []),
  ].join(', ');
}
