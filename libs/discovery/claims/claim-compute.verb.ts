import { z } from 'zod';
import { transaction, type Sql } from '#libs/database';
import { err, type DomainError } from '#libs/kernel';
import { exampleId, gql, idempotencyKeyField, idOf, verb, type VerbContext } from '#libs/verbs';
import {
  refuseActor,
  answerSecond,
  allCostTags,
  replay,
  requestOf,
  lockTarget,
  readPayer,
  readTarget,
  type Payer,
  type Target,
  type SubmitDeps,
} from '#libs/operations';
import { kinds } from '#libs/kinds';
import { acceptClaim, type ClaimResult } from './accept-claim.js';

const computes = kinds.all.filter(({ compute }) => compute);

const inputSchema = z
  .strictObject({
    computeId: idOf(...computes.map(({ node }) => node)).describe(
      'The compute: one that is not managed.',
    ),
    teamId: idOf('Team').describe('The team that pays from now on.'),
    costTags: allCostTags
      .prefault([])
      .describe(
        'Cost tags over the defaults of the team; what it carries in Azure fills the rest.',
      ),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'A compute that was found in Azure, and its team.' });

/**
 * Makes a compute that was found in Azure a team's own (ADR 0013): for those who may operate in that team and in the
 * workspace's. Of two claims at once the second reads what the first left.
 */
export const claimCompute = verb({
  name: 'claimCompute',
  noun: 'compute',
  summary:
    "Makes a compute that was found in Azure a team's own. Takes the role OPERATOR or ADMIN in that team and in the workspace's.",
  input: inputSchema,
  example: { computeId: exampleId('ComputeCluster'), teamId: exampleId('Team') },
  target: 'computeId',
  permission: 'operate',
  effect: 'change',
  destructive: false,
  answer: {
    operation: {
      node: 'Operation',
      by: 'operationId',
      maybe: true,
      description:
        'What sends its tags to Azure; null where there are none to send, or when refused.',
    },
    compute: {
      node: 'Compute',
      by: 'resourceId',
      description: 'The compute, managed; null when refused.',
    },
  },
  run: async (deps: SubmitDeps, context, input) => {
    const { computeId, teamId, costTags } = input;
    const request = requestOf(inputSchema, context, input);
    const { principalId } = context.actor;
    try {
      return await transaction(deps.pool, async (sql): Promise<ClaimResult> => {
        await lockTarget(sql, computeId);
        const { found, record } = await readTarget(
          sql,
          deps.kinds,
          computeId,
          principalId,
          request.key,
        );
        if (record) return replay(record, request);
        const compute = found && computes.find(({ kind }) => kind === found.kind)?.compute;
        const target = compute ? found : null;
        const refused = await refuse(sql, context, target?.payer ?? null, 'computeId', target);
        if (refused || !target || !compute) return err(refused ? [refused] : []);
        const { found: team } = await readPayer(sql, teamId, principalId, null);
        const refusedTeam = await refuse(sql, context, team, 'teamId', target);
        if (refusedTeam || !team) return err(refusedTeam ? [refusedTeam] : []);
        return acceptClaim(sql, deps, context, { compute, target, team, costTags, request });
      });
    } catch (error) {
      // One key for two computes at once: the second is told of its key.
      return answerSecond(deps.pool, context, request, '', { target: 'computeId' }, error);
    }
  },
});

const refuse = (
  sql: Sql,
  context: VerbContext,
  team: Payer | null,
  field: 'computeId' | 'teamId',
  target: Target | null,
): Promise<DomainError | undefined> =>
  refuseActor(sql, context, team, {
    kind: 'COMPUTE_CLAIM',
    field,
    what: field === 'teamId' ? 'team' : 'compute',
    ...(target && { targetName: target.name }),
  });
