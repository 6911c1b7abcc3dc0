import type { Sql } from '#libs/database';
import { err, type DomainError, type Result } from '#libs/kernel';
import type { VerbContext } from '#libs/verbs';
import { notFound, type Target } from '#libs/operations';
import { forbid, isAllowed, isPermitted } from '#libs/tenants';

/** Subscriptions are the platform's: whoever does not administer it is told so, and leaves an audit row. */
export const refuseKeeper = (
  sql: Sql,
  context: VerbContext,
  action: string,
  targetName: string,
  field: string,
) =>
  forbid(sql, context, {
    action,
    teamId: null,
    targetName,
    field,
    message: 'Admins of the platform keep its subscriptions.',
  });

/** Why the actor may not do that to a subscription, which is not there for those who do not see it; undefined where they may. */
export async function whyNotKept(
  sql: Sql,
  context: VerbContext,
  target: Target | null,
  action: string,
  field: string,
): Promise<Result<never, readonly DomainError[]> | undefined> {
  const isSeen = target && isAllowed(context.actor, 'view', target.payer.id);
  if (!isSeen || target.kind !== 'AZURE_SUBSCRIPTION')
    return err([notFound(field, 'subscription')]);
  if (isPermitted(context, null)) return undefined;
  return refuseKeeper(sql, context, action, target.name, field);
}
