import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { ok } from '#libs/kernel';
import {
  exampleId,
  gql,
  idempotencyKeyField,
  idOf,
  optional,
  verb,
  type VerbContext,
} from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { forbid } from '../forbid.js';
import { refuse } from '../refuse.js';
import { rememberResult } from '../remember-result.js';
import { isPermitted } from '../roles.rules.js';
import { holdLimits, writeLimits } from './team-limits.repository.js';

export interface LimitDeps {
  pool: pg.Pool;
  /** In which prices are shown here, ISO 4217. */
  currency: string;
}

const countField = z.int('must be a whole number').min(0, 'must be 0 or more').max(10_000_000);

const moneyInput = z
  .strictObject({
    amount: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,10})?$/u, 'must be a decimal number such as 12.5')
      .describe('A decimal number as text, such as 12.5.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/u, 'must be a currency such as USD')
      .describe('The currency by ISO 4217: the one in which prices are shown here.'),
  })
  .register(gql, { type: 'MoneyInput', description: 'An amount in a currency.' });

const inputSchema = z
  .strictObject({
    teamId: idOf('Team').describe('The team.'),
    vCpus: optional(countField).describe('vCPUs of its computes with all nodes they may have.'),
    computes: optional(countField).describe('Compute clusters and compute instances.'),
    hourlyCost: optional(moneyInput).describe(
      'What its computes cost an hour with all nodes they may have.',
    ),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, {
    description: 'Limits of a team, as a whole: what is absent or null has none from then on.',
  });

/**
 * Says what the computes of a team may come to from now on; what stands stays, whatever it comes to. For admins of the platform: a
 * team does not lift its own bounds. Refuses with FORBIDDEN, NOT_FOUND or INVALID_INPUT.
 */
export const setTeamLimits = verb({
  name: 'setTeamLimits',
  noun: 'team',
  summary:
    'Says how many vCPUs and computes a team may have, and what they may cost an hour. For admins of the platform.',
  input: inputSchema,
  example: { teamId: exampleId('Team'), vCpus: 200, hourlyCost: { amount: '25', currency: 'USD' } },
  target: 'teamId',
  permission: 'administer',
  where: 'platform',
  effect: 'change',
  destructive: false,
  answer: { team: { node: 'Team', by: 'teamId', description: 'The team; null when refused.' } },
  run: async ({ pool, currency }: LimitDeps, context, input) => {
    const { teamId, vCpus, computes, hourlyCost } = input;
    return rememberResult(pool, context, input, async (sql, now) => {
      if (!isPermitted(now, null)) return refuseSetter(sql, now, teamId);
      const team = await holdLimits(sql, teamId);
      if (!team) return refuse('NOT_FOUND', 'teamId', 'There is no such team.');
      if (hourlyCost && hourlyCost.currency !== currency) return otherCurrency(currency);
      const limits = { vCpus, computes, hourlyCost };
      await writeLimits(sql, teamId, limits);
      await appendAudit(sql, {
        ...auditOf(now, teamId),
        action: 'team.limits_set',
        targetId: teamId,
        targetKind: 'Team',
        targetName: team.name,
        before: { ...team.limits },
        after: limits,
      });
      return ok({ teamId });
    });
  },
});

const otherCurrency = (currency: string) =>
  refuse('INVALID_INPUT', 'hourlyCost', `Prices are in ${currency} here: give it in ${currency}.`);

const refuseSetter = (sql: Sql, context: VerbContext, teamId: string) =>
  forbid(sql, context, {
    action: 'team.set_limits',
    teamId: null,
    targetName: teamId,
    field: 'teamId',
    message: 'Admins of the platform say what a team may have.',
  });
