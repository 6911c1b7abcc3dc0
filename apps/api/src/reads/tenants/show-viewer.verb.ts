import { z } from 'zod';
import { ok } from '#libs/kernel';
import { readTeams } from '#libs/tenants';
import { read } from '#libs/verbs';
import type { ReadDeps } from '../read-deps.js';

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
  run: async ({ pool }: ReadDeps, { actor: { grants } }) => {
    const rows = await readTeams(
      pool,
      grants.flatMap(({ teamId }) => teamId ?? []),
    );
    return ok(
      grants.map(({ teamId, role }) => ({
        role,
        team: rows.find(({ id }) => id === teamId) ?? null,
      })),
    );
  },
});
