import type { Sql } from '#libs/database';

/** Lets an operation await approval by one who may, as if somebody whom nobody knows had asked for it. */
export async function awaitApproval(sql: Sql, operationId: string): Promise<void> {
  await sql.query({
    text: `WITH somebody AS (INSERT INTO principal (kind, display_name) VALUES ('USER', 'somebody') RETURNING id)
      UPDATE operation SET status = 'AWAITING_APPROVAL', due_at = NULL, approval_expires_at = now() + interval '1 day',
      requested_by_id = (SELECT id FROM somebody), decision = $2 WHERE id = $1`,
    values: [
      operationId,
      {
        approval: {
          required: 1,
          role: 'APPROVER',
          principalIds: null,
          eligible: 1,
          expiresAfterHours: 24,
        },
      },
    ],
  });
}
