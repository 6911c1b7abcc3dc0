import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { auditOf } from '#libs/tenants';
import type { VerbContext } from '#libs/verbs';
import type { PolicyRule } from '#libs/operations';

/** Which policy, and of whom. */
interface Audited {
  id: string;
  name: string;
  teamId: string | null;
}

/** The audit row of what was done to a policy: as it was, and as it is. */
export const auditPolicy = (
  sql: Sql,
  context: VerbContext,
  { id, name, teamId }: Audited,
  action: 'policy.created' | 'policy.updated' | 'policy.deleted',
  { before, after }: { before?: PolicyRule; after?: PolicyRule },
): Promise<unknown> =>
  appendAudit(sql, {
    ...auditOf(context, teamId),
    action,
    targetId: id,
    targetKind: 'Policy',
    targetName: name,
    ...(before && { before: ruleOf(before) }),
    ...(after && { after: ruleOf(after) }),
  });

/** Without what is no part of the rule. */
const ruleOf = ({
  name,
  description,
  verbs,
  condition,
  effect,
  message,
  approval,
  defaults,
  enabled,
}: PolicyRule): Record<string, unknown> => ({
  name,
  description,
  verbs,
  condition,
  effect,
  message,
  approval,
  defaults,
  enabled,
});
