import { z } from 'zod';
import { isUuid } from '#libs/kernel';
import type { Sql } from '#libs/database';
import { idOf, optional } from '#libs/verbs';
import { lockKey, type FoundKey } from './end-keys.repository.js';

/** Fields that name a key: one of them is given. */
export const whichKey = {
  id: optional(idOf('ApiKey')).describe('The key.'),
  prefix: z
    .string()
    .regex(/^arm_[a-z2-7]{8}$/, 'is how a key begins: arm_ and eight letters or digits')
    .nullish()
    .describe('In place of id, how the key begins: arm_ and eight letters or digits.'),
};

interface Named {
  id: string | null;
  prefix?: string | null | undefined;
}

/** Refuses an input that names no key, or two. */
export function namesOneKey({ value, issues }: z.core.ParsePayload<Named>): void {
  const [hasId, hasPrefix] = [value.id !== null, (value.prefix ?? null) !== null];
  if (hasId !== hasPrefix) return;
  const [path, message] = hasId
    ? ['prefix', 'and id exclude each other: give one of them.']
    : ['id', 'or prefix is needed: say which key.'];
  issues.push({ code: 'custom', path: [path], message, input: value });
}

/** The field by which the key was named. */
export const fieldOf = ({ id }: Named): 'id' | 'prefix' => (id === null ? 'prefix' : 'id');

/** The key that an input names, held until the transaction ends; undefined where there is none. */
export async function lockNamedKey(sql: Sql, { id, prefix }: Named): Promise<FoundKey | undefined> {
  if (typeof prefix === 'string') return lockKey(sql, { prefix });
  return id !== null && isUuid(id) ? lockKey(sql, { id }) : undefined;
}
