import { z } from 'zod';
import type { ResourceBody } from '#libs/resources';

/** A lock that keeps things from being deleted or changed; ReadOnly does both. */
export interface ManagementLock {
  id: string;
  name: string;
  level: 'ReadOnly' | 'CanNotDelete';
  /** The ARM id it was put on: the lock's id up to /providers/Microsoft.Authorization/locks. */
  scope: string;
  notes: string | null;
}

const lockAnswer = z.object({
  id: z.string(),
  name: z.string().nullish().catch(null),
  properties: z.object({ level: z.string(), notes: z.string().nullish().catch(null) }),
});

const levels: ReadonlyMap<string, ManagementLock['level']> = new Map(
  Object.entries<ManagementLock['level']>({
    readonly: 'ReadOnly',
    cannotdelete: 'CanNotDelete',
  }),
);

/** The locks that ARM listed (docs/azure-facts.md#locks). Those of no level, and what is no lock, are left out. */
export const observeLocks = (bodies: readonly ResourceBody[]): ManagementLock[] =>
  bodies.flatMap((body) => {
    const found = lockAnswer.safeParse(body).data;
    const level = levels.get(found?.properties.level.toLowerCase() ?? '');
    const [scope, name] = found?.id.split(/\/providers\/Microsoft\.Authorization\/locks\//i) ?? [];
    if (!found || !level || scope === undefined) return [];
    const { id, properties } = found;
    return [{ id, name: found.name ?? name ?? '', level, scope, notes: properties.notes ?? null }];
  });
