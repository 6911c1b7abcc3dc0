import type { Prisma } from './generated/client.js';
import type { Sql } from './sql.js';

/**
 * Runs `work` with Prisma's client, and answers what `work` does. Its statements go to `sql`: in a transaction they are
 * part of that; on a pool each stands alone, and what went before one that fails stays. Rejects with what PostgreSQL or its
 * driver said. The first call loads the client, which takes half a second of a processor and 50 MB.
 */
export async function withPrisma<T>(
  sql: Sql,
  work: (prisma: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  const { lend } = await import('./prisma/lent-client.js');
  return lend(sql, work);
}
