import { sameTagKey, type CostTag } from '#libs/resources';
import type { Defaulted } from './policy.js';

/** Cost tags of a request, of which those that a policy has set say so. */
export const tagsByPolicy = (
  costTags: readonly CostTag[],
  defaulted: Defaulted | undefined,
): CostTag[] =>
  costTags.map((tag) =>
    tag.source === 'REQUEST' && isSet(tag.key, defaulted) ? { ...tag, source: 'POLICY' } : tag,
  );

const isSet = (key: string, defaulted: Defaulted | undefined): boolean =>
  (defaulted?.findings ?? []).some(
    ({ field }) => field?.[1] === 'costTags' && sameTagKey(field[2] ?? '', key),
  );
