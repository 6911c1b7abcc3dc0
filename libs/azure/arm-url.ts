/** `action` and `query` go behind the id, whose segments are escaped. Throws for ids that would leave their path. */
export function armUrl(
  endpoint: string,
  path: string,
  options: {
    version: string;
    action?: string | undefined;
    query?: Record<string, string> | undefined;
  },
): string {
  const segments = path.replace(/\/+$/, '').split('/');
  if (segments[0] !== '' || segments.some((segment) => /^\.{1,2}$/.test(segment)))
    throw new Error(`${path} is no ARM path`);
  const escaped = segments.map(encodeURIComponent).join('/');
  const query = new URLSearchParams({ ...options.query, 'api-version': options.version });
  return `${new URL(endpoint).origin}${escaped}${options.action ? `/${options.action}` : ''}?${query.toString()}`;
}

/**
 * A URL that ARM handed out, as it may be called: verbatim, except that http becomes https (extension examples name
 * http). Undefined where it is no absolute URL or names another host than ours: the token goes nowhere else
 * (docs/azure-facts.md#long-running-operations).
 */
export function trustedUrl(endpoint: string, url: string): string | undefined {
  const secure = url.trim().replace(/^http:/i, 'https:');
  if (!/^https:\/\//i.test(secure) || !URL.canParse(secure)) return undefined;
  const { origin, username, password } = new URL(secure);
  const same = origin === new URL(endpoint).origin && username === '' && password === '';
  return same ? secure : undefined;
}
