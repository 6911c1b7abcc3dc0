import type { Prisma } from './generated/client.js';
import type { Sql } from './sql.js';

/**
 * Runs `work` with Prisma's client, and answers what it does. Its statements go to `sql`: within a transaction they are
 * part of that one. Rejects with what PostgreSQL or its driver said. The client takes half a
 * second of a processor and 50 MB: the first call loads it.
 */
export async function withPrisma<T>(
  sql: Sql,
  work: (prisma: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  const { lend } = await import('./prisma/lent-client.js');
  return lend(sql, work);
}
