import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  Transaction,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { PrismaClient, type Prisma } from '../generated/client.js';
import { createStatementNamer } from '../name-statements.js';
import type { Sql } from '../sql.js';
import type { Query } from '../statement.js';
import { readingZones, writingZones } from './time-zones.js';

const lent = new AsyncLocalStorage<Sql>();

/** Goes through Prisma as it is, which would make an error of its own of one that has a code. */
class StatementFailed extends Error {}

/** What the adapter takes for its pool has no connections: it asks what is lent. */
class LentPool extends pg.Pool {
  override query = (async (statement: Query<object> & pg.QueryConfig) => {
    try {
      return await lent.getStore()?.query(readingZones(statement));
    } catch (cause) {
      throw new StatementFailed('', { cause });
    }
  }) as pg.Pool['query'];
}

const adapters: SqlDriverAdapterFactory = {
  provider: 'postgres',
  adapterName: '@prisma/adapter-pg',
  async connect() {
    const options = { statementNameGenerator: createStatementNamer(500) };
    const adapter = await new PrismaPg(new LentPool(), options).connect();
    return Object.assign(adapter, { startTransaction: async () => borrowing(adapter) });
  },
};

/** To Prisma, work on what is lent is a transaction; its BEGIN and COMMIT, if any, are the lender's. */
function borrowing(adapter: SqlDriverAdapter): Transaction {
  // Prisma sends what is asked for in one turn of the event loop together, in the async context of whoever asked first.
  const inContext = AsyncLocalStorage.snapshot();
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    options: { usePhantomQuery: true },
    queryRaw: (query) => inContext(() => adapter.queryRaw(writingZones(query))),
    executeRaw: (query) => inContext(() => adapter.executeRaw(writingZones(query))),
    commit: async () => undefined,
    rollback: async () => undefined,
  };
}

const longestMs = 2 ** 31 - 1;

const prisma = new PrismaClient({
  adapter: adapters,
  errorFormat: 'minimal',
  // Statements have limits of their own.
  transactionOptions: { maxWait: longestMs, timeout: longestMs },
});

/** Runs `work`, whose statements go to `sql`. Rejects with what PostgreSQL or its driver said. */
export async function lend<T>(
  sql: Sql,
  work: (prisma: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  try {
    return await lent.run(sql, () => prisma.$transaction(work));
  } catch (error) {
    throw error instanceof StatementFailed ? error.cause : error;
  }
}
