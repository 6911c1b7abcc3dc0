import { pathOf } from './path-of.js';
import { routes } from './routes.js';

/** Paths of their own, beside those of definitions. */
export const otherPaths: Readonly<Record<string, readonly string[]>> = {
  '/operations/{id}/events': ['GET'],
  '/openapi.json': ['GET'],
  '/docs': ['GET'],
  '/problems/{id}': ['GET'],
};

const methods = new Map<string, Set<string>>();
for (const { path, method } of routes)
  methods.set(path, (methods.get(path) ?? new Set()).add(method));
for (const [path, allowed] of Object.entries(otherPaths)) methods.set(path, new Set(allowed));

const patterns = [...methods].map(
  ([path, allowed]) =>
    [
      new RegExp(`^/v1${path.replaceAll('{id}', '[^/]+').replaceAll('.', '\\.')}$`),
      allowed,
    ] as const,
);

/** The methods that an address takes; none where there is nothing. */
export function allowedAt(url: string): string[] {
  const path = pathOf(url);
  const found = patterns.find(([pattern]) => pattern.test(path))?.[1];
  if (!found) return [];
  return [...found, ...(found.has('GET') ? ['HEAD'] : []), 'OPTIONS'].toSorted();
}
