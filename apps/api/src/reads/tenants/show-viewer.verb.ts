import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ok } from '#libs/kernel';
import { read, type Actor, type Role } from '#libs/verbs';
import type { ReadDeps } from '../read-deps.js';
import type { RoleGrantRow } from '../rows.js';
import { readRoleGrants } from './read-role-grants.repository.js';

const nothing = z.strictObject({});

export const viewer = read({
  name: 'viewer',
  noun: 'principal',
  summary: 'Yourself.',
  input: nothing,
  example: {},
  target: null,
  permission: 'view',
  forEverybody: true,
  effect: 'read',
  answer: { type: 'Principal', as: 'one' },
  run: async (_deps: ReadDeps, { actor: { principalId, kind, displayName } }) =>
    ok({ id: principalId, kind, displayName }),
});

export const viewerRoles = read({
  name: 'viewerRoles',
  noun: 'principal',
  summary: 'Your own roles, and where they hold.',
  input: nothing,
  example: {},
  target: null,
  permission: 'view',
  forEverybody: true,
  effect: 'read',
  answer: { type: 'RoleGrant', as: 'all' },
  run: async ({ pool }: ReadDeps, { actor }) => {
    const ids = actor.grants.flatMap(({ id }) => id ?? []);
    const { rows } = await readRoleGrants(pool, actor, { ids }, { first: ids.length });
    const fromToken = actor.grants.filter(({ id }) => id === undefined);
    return ok([...rows, ...fromToken.map(({ role }) => appRole(actor, role))]);
  },
});

/** A role that a token gives has no row; its id is always the same, and nothing is found by it. */
function appRole({ principalId, kind, displayName }: Actor, role: Role): RoleGrantRow {
  const hash = createHash('sha256').update(`${principalId} ${role}`).digest('hex');
  const id = hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-8$3-8$4-$5');
  const principal = { id: principalId, kind, displayName };
  return { id, role, team: null, principal, entraGroup: null, createdAt: null, createdBy: null };
}
