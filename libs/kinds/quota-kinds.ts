import type { QuotaKinds } from '#libs/quotas';
import type { KnownKinds } from './kinds.js';

/** What kinds say of the quota that they take. */
export const quotaKindsOf = (kinds: KnownKinds): QuotaKinds => ({
  machines: kinds.machines,
  operations: kinds.all.flatMap(({ demand, operations }) =>
    demand ? operations.map(({ kind }) => kind) : [],
  ),
  demandOf: (kind, change) => kinds.of(kind).demand?.(change) ?? null,
});
