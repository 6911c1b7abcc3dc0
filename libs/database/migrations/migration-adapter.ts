import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

const charType = 18;
const textType = 25;

/**
 * Prisma's adapter for PostgreSQL with three differences that migrations need: a script goes to the server
 * whole (the original cuts it at every semicolon, inside function bodies too); the catalogue's type "char" is
 * read as text (the original refuses it, and PostgreSQL 18 has such rows in every schema); a shadow database
 * is dropped after its connections are closed, not before.
 */
export class MigrationAdapterFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = '@prisma/adapter-pg';

  private readonly pools: pg.Pool[] = [];

  constructor(private readonly url: string) {}

  async connect(): Promise<SqlDriverAdapter> {
    const pool = this.openPool(this.url);
    return adapt(pool, () => close(pool));
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const database = `shadow_${randomUUID()}`;
    await this.execute(`CREATE DATABASE "${database}"`);
    const url = new URL(this.url);
    url.pathname = `/${database}`;
    const pool = this.openPool(url.href);
    return adapt(pool, async () => {
      await close(pool);
      await this.execute(`DROP DATABASE "${database}"`);
    });
  }

  /** Closes what the engine left open. */
  async close(): Promise<void> {
    await Promise.all(this.pools.map(close));
  }

  /** One connection each: the engine takes a session lock and must do its work in the same session. */
  private openPool(url: string): CatalogueReadingPool {
    const pool = new CatalogueReadingPool({ connectionString: url, max: 1 });
    pool.on('error', () => undefined);
    this.pools.push(pool);
    return pool;
  }

  private async execute(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}

async function close(pool: pg.Pool): Promise<void> {
  if (!pool.ended) await pool.end();
}

/** A pool that passes "char" off as text, which the adapter accepts, and remembers where it did. */
class CatalogueReadingPool extends pg.Pool {
  readonly charColumns = new WeakMap<object, number[]>();

  override async query(...args: unknown[]): Promise<never> {
    const result = (await Reflect.apply(super.query, this, args)) as Partial<pg.QueryResult>;
    const { fields = [], rows = [] } = result;
    const positions = fields.flatMap((field, at) => (field.dataTypeID === charType ? [at] : []));
    for (const at of positions) Object.assign(fields[at] ?? {}, { dataTypeID: textType });
    this.charColumns.set(rows, positions);
    return result as never;
  }
}

async function adapt(
  pool: CatalogueReadingPool,
  dispose: () => Promise<void>,
): Promise<SqlDriverAdapter> {
  const adapter = await new PrismaPg(pool).connect();
  const readOriginal = adapter.queryRaw.bind(adapter);
  const queryRaw = async (query: SqlQuery): Promise<SqlResultSet> => {
    const result = await readOriginal(query);
    for (const at of pool.charColumns.get(result.rows) ?? []) {
      result.columnTypes[at] = ColumnTypeEnum.Character;
    }
    return result;
  };
  const executeScript = async (script: string) => void (await pool.query(script));
  return Object.assign(adapter, { queryRaw, executeScript, dispose });
}
