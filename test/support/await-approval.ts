import type { Sql } from '#libs/database';

/** Lets an operation await approval by one who may, as if it had been accepted so; of somebody else where that is given. */
export async function awaitApproval(
  sql: Sql,
  operationId: string,
  requestedById: string | null = null,
): Promise<void> {
  await sql.query({
    text: `UPDATE operation SET status = 'AWAITING_APPROVAL', due_at = NULL, approval_expires_at = now() + interval '1 day',
      requested_by_id = coalesce($2::uuid, requested_by_id), decision = $3 WHERE id = $1`,
    values: [
      operationId,
      requestedById,
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
