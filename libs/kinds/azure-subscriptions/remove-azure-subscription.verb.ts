import { z } from 'zod';
import type { Sql } from '#libs/database';
import { err, ok, type DomainError, type Result } from '#libs/kernel';
import { exampleId, gql, idempotencyKeyField, idOf, verb, type VerbContext } from '#libs/verbs';
import { inProgress, lockTarget, readTarget, type SubmitDeps, type Target } from '#libs/operations';
import { auditOf, rememberResult } from '#libs/tenants';
import { readHeldIn, removeKept } from './azure-subscription.repository.js';
import { whyNotKept } from './refuse-keeper.js';

const field = 'azureSubscriptionId';

const inputSchema = z
  .strictObject({
    azureSubscriptionId: idOf('AzureSubscription').describe('The subscription.'),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'A subscription that Armature shall know no more.' });

/** Lets go of a subscription in which nobody holds anything; nothing changes in Azure. Refuses with FORBIDDEN, NOT_FOUND or NOT_EMPTY. */
export const removeAzureSubscription = verb({
  name: 'removeAzureSubscription',
  noun: 'azure subscription',
  summary:
    'Lets go of a subscription in which no team has anything; in Azure it stays as it is. For admins of the platform.',
  input: inputSchema,
  example: { azureSubscriptionId: exampleId('AzureSubscription') },
  target: field,
  permission: 'administer',
  where: 'platform',
  effect: 'delete',
  destructive: false,
  answer: {
    azureSubscription: {
      node: 'AzureSubscription',
      by: 'resourceId',
      description: 'The subscription, as it was; null when refused.',
    },
  },
  run: async (deps: SubmitDeps, context, input) => {
    const { azureSubscriptionId: id } = input;
    return rememberResult(deps.pool, context, input, async (sql, now): Promise<Removed> => {
      await lockTarget(sql, id);
      const { principalId } = context.actor;
      const { found } = await readTarget(sql, deps.kinds, id, principalId, null);
      const action = 'azure_subscription.remove';
      const refused = await whyNotKept(sql, now, found, action, field);
      if (refused || !found) return refused ?? err([]);
      return remove(sql, now, found);
    });
  },
});

type Removed = Result<{ resourceId: string }, readonly DomainError[]>;

async function remove(sql: Sql, context: VerbContext, target: Target): Promise<Removed> {
  if (target.unfinishedId !== null) return err([inProgress(target.unfinishedId, field)]);
  const held = await readHeldIn(sql, target.subscriptionId);
  if (held) return err([stillHeld(held)]);
  await removeKept(sql, target.id, {
    ...auditOf(context, target.payer.id),
    action: 'azure_subscription.removed',
    targetId: target.id,
    targetKind: target.kind,
    targetName: target.name,
  });
  return ok({ resourceId: target.id });
}

const stillHeld = ({ armId, name, count }: { armId: string; name: string; count: number }) => ({
  code: 'NOT_EMPTY' as const,
  message: `Teams have ${count === 1 ? `'${name}'` : `'${name}' and ${count - 1} more`} in it: delete them or let go of them first.`,
  field: ['input', field],
  armId,
});
