import { operationTag, sameTagKey } from '#libs/resources';
import type { UnclaimedRow } from '../../reads/unclaimed/read-unclaimed.repository.js';

/** What can be claimed, as clients see it. */
export const presentUnclaimed = ({ observed, ...row }: UnclaimedRow) => ({
  ...row,
  tags: Object.entries(tagsOf(observed))
    .filter(([name]) => !sameTagKey(name, operationTag))
    .map(([name, value]) => ({ name, value: String(value) })),
});

const tagsOf = (observed: unknown): object =>
  (observed as { tags?: Record<string, string> | null } | null)?.tags ?? {};
