import { statement, type Sql } from '#libs/database';
import type { ExpectedUsage } from '#libs/estimates';
import type { Actor } from '#libs/verbs';
import type { RememberedRequest } from './remembered-request.js';
import { payerColumn, type Payer } from './scope.repository.js';

/** What was asked, by whom, and who pays now. */
export interface AskedBefore {
  /** Null in rows older than the column. */
  asked: RememberedRequest | null;
  isDecided: boolean;
  usage: ExpectedUsage | null;
  payer: Payer;
  actor: Pick<Actor, 'principalId' | 'kind' | 'displayName'>;
}

const askedStatement = statement<{ operationId: string }, AskedBefore>`
SELECT o.asked, o.decision IS NOT NULL AS "isDecided", o.decision -> 'usage' AS usage, ${payerColumn} AS payer,
  jsonb_build_object('principalId', p.id, 'kind', p.kind, 'displayName', p.display_name) AS actor
FROM operation o JOIN team t ON t.id = o.team_id JOIN principal p ON p.id = o.requested_by_id
WHERE o.id = ${'operationId'}::uuid`;

export async function readAsked(sql: Sql, operationId: string): Promise<AskedBefore> {
  const { rows } = await sql.query(askedStatement({ operationId }));
  const [asked] = rows;
  if (!asked) throw new Error(`there is no operation ${operationId}`);
  return asked;
}
