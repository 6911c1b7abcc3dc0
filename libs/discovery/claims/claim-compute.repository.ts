import { withoutSecrets, type NewAuditEvent } from '#libs/audit';
import { fragment, prepared, statement, type Sql } from '#libs/database';
import { addCostTags, changeResources, dropOtherCostTags } from '#libs/outbox';
import type { CostTag } from '#libs/resources';
import type { Request } from '#libs/operations';

export interface Claim {
  id: string;
  /** The version it was decided on. */
  version: number;
  teamId: string;
  costTags: readonly CostTag[];
  audit: NewAuditEvent;
}

const costTags = fragment`SELECT id, ${'costTags'}::jsonb FROM claimed`;

const claimStatement = prepared<
  Omit<Claim, 'costTags'> & { costTags: string },
  { version: number }
>`
WITH ${changeResources({
  as: 'claimed',
  set: fragment`managed = true, team_id = ${'teamId'}::uuid`,
  raisesVersion: true,
  which: fragment`WHERE r.id = ${'id'}::uuid AND r.version = ${'version'}::integer AND NOT r.managed AND r.gone_at IS NULL`,
  returning: fragment`r.version`,
  audit: fragment`${'audit'}::jsonb`,
})}, ${dropOtherCostTags(costTags)}, ${addCostTags(costTags)}
SELECT version FROM claimed`;

/** Makes the compute the team's own. Answers its new version; undefined where it moved since it was read. */
export async function writeClaim(sql: Sql, claim: Claim): Promise<number | undefined> {
  const audit = withoutSecrets(claim.audit);
  const costTags = JSON.stringify(claim.costTags);
  const { rows } = await sql.query(claimStatement({ ...claim, costTags, audit }));
  return rows[0]?.version;
}

const rememberStatement = statement<Request & { principalId: string; result: object }>`
INSERT INTO idempotency_record (principal_id, key, mutation, input_hash, result)
VALUES (${'principalId'}::uuid, ${'key'}::uuid, ${'mutation'}, ${'inputHash'}, ${'result'}::jsonb)`;

/** Keeps the answer under the client's idempotency key. */
export async function rememberClaim(
  sql: Sql,
  principalId: string,
  request: Request,
  result: object,
): Promise<void> {
  if (request.key !== null) await sql.query(rememberStatement({ ...request, principalId, result }));
}
