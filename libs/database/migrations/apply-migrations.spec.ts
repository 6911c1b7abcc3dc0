import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import {
  prepareDatabase,
  withClient,
} from '../../../apps/launcher/src/postgres/prepare-database.js';
import {
  startTestPostgres,
  type TestPostgresServer,
} from '../../../test/support/postgres-server.js';
import { startPgBouncer } from '../../../test/support/pgbouncer.js';
import { describeWith } from '../../../test/support/public-tools.js';
import { applyMigrations } from './apply-migrations.js';
import { listMigrations } from './compare-migrations.js';
import { readMigrations } from './read-migrations.js';
import { withSchemaEngine } from './schema-engine.js';

const { adminUrl, ownerUrl } = inject('postgres');
let name: string;
let url: string;

const inDatabase = (of: string): string => of.replace(/[^/]+$/, name);
const asAdmin = (...statements: string[]): Promise<void> =>
  withClient(inDatabase(adminUrl), async (client) => {
    for (const statement of statements) await client.query(statement);
  });
const tables = (): Promise<number> =>
  withClient(inDatabase(adminUrl), async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::integer FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    );
    return rows[0]?.count ?? NaN;
  });

beforeEach(async () => {
  name = `empty_${randomUUID().replaceAll('-', '')}`;
  await prepareDatabase(adminUrl, name, 'armature_owner');
  url = inDatabase(ownerUrl);
});
afterEach(() =>
  withClient(adminUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)),
);

describe('applyMigrations', () => {
  it('is done by one of several processes that start at once, and then by none', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => applyMigrations(url)));
    expect(answers.filter((applied) => applied.length > 0)).toHaveLength(1);
    expect(await applyMigrations(url)).toEqual([]);
  });

  it("leaves a record that Prisma's engine takes for its own, and takes the engine's", async () => {
    const migrations = await readMigrations();
    const withEngine = () =>
      withSchemaEngine(url, async (engine) => {
        const filters = { externalTables: [], externalEnums: [] };
        const migrationsList = await listMigrations();
        return (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames;
      });
    expect(await applyMigrations(url)).toEqual(migrations.map((each) => each.name));
    expect(await withEngine()).toEqual([]);
    await asAdmin('DROP SCHEMA public CASCADE', 'DROP SCHEMA bullmq CASCADE');
    await asAdmin('CREATE SCHEMA public AUTHORIZATION armature_owner');
    expect(await withEngine()).toHaveLength(migrations.length);
    expect(await applyMigrations(url)).toEqual([]);
  });

  it('goes on after a run that was ended in the middle', async () => {
    await applyMigrations(url);
    const last = (await readMigrations()).at(-1)?.name;
    await asAdmin('DROP SCHEMA public CASCADE', 'DROP SCHEMA bullmq CASCADE');
    await asAdmin('CREATE SCHEMA public AUTHORIZATION armature_owner');
    // What Prisma's engine left behind where it was killed, or where a migration failed under it.
    await withClient(url, (client) =>
      client.query(`CREATE TABLE "_prisma_migrations" (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
        finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
        started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
        INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ('1', 'x', '20261121000000_initial')`),
    );
    expect((await applyMigrations(url)).at(-1)).toBe(last);
    expect(await applyMigrations(url)).toEqual([]);
  });

  it('takes back a migration that fails, says why, and does it the next time', async () => {
    await withClient(url, (client) => client.query('CREATE TABLE team ()'));
    await expect(applyMigrations(url)).rejects.toThrow(
      /20261121000000_initial failed and was taken back: relation "team" already exists/,
    );
    await withClient(url, (client) => client.query('DROP TABLE team'));
    expect(await applyMigrations(url)).not.toEqual([]);
  });

  it('refuses a migration whose text is another than the one that was applied', async () => {
    await applyMigrations(url);
    await asAdmin(
      `UPDATE "_prisma_migrations" SET checksum = 'x' WHERE migration_name = '20261121000000_initial'`,
    );
    await expect(applyMigrations(url)).rejects.toThrow(
      '20261121000000_initial was applied with another text',
    );
  });

  it('refuses an owner who lacks rights with all of them at once, and writes nothing', async () => {
    await asAdmin(
      `ALTER DATABASE ${name} OWNER TO owner`,
      `ALTER DATABASE ${name} SET azure.extensions = 'hstore'`,
      'REVOKE CREATE ON SCHEMA public FROM armature_owner',
    );
    const refusal = await applyMigrations(url).catch((error: Error) => error.message);
    expect(refusal).toContain(`GRANT CREATE ON DATABASE ${name} TO armature_owner;`);
    expect(refusal).toContain('GRANT USAGE, CREATE ON SCHEMA public TO armature_owner;');
    expect(refusal).toContain('add PG_TRGM to the server parameter azure.extensions');
    expect(refusal).not.toContain('CREATE ROLE');
    expect(await tables()).toBe(0);
    const mends = String(refusal).match(/(?<=in this database: ).*;/g) ?? [];
    await asAdmin(...mends, `ALTER DATABASE ${name} RESET azure.extensions`);
    expect(await applyMigrations(url)).not.toEqual([]);
  });

  describeWith({ programs: ['pgbouncer'] }, 'through a bouncer', () => {
    it('is refused, and nothing is locked or written', async () => {
      const bouncer = await startPgBouncer(url);
      await expect(applyMigrations(bouncer.url)).rejects.toMatchObject({
        code: 'PGBOUNCER_LOSES_NOTIFICATIONS',
        message: expect.stringContaining('Set DATABASE_MIGRATION_URL to') as string,
      });
      await bouncer.stop();
      expect(await tables()).toBe(0);
      expect(await applyMigrations(url)).not.toEqual([]);
    });
  });
});

describe('on a server without armature_app', () => {
  let server: TestPostgresServer;
  afterEach(() => server?.stop());

  it('an owner without CREATEROLE is told what an administrator does, and goes on from there', async () => {
    server = await startTestPostgres();
    const admin = server.adminUrl;
    const database = 'fresh';
    await prepareDatabase(admin, database, 'armature_owner');
    await withClient(admin, async (client) => {
      await client.query('DROP DATABASE armature_template');
      await client.query('DROP ROLE armature_app');
    });
    const fresh = server.ownerUrl.replace(/[^/]+$/, database);
    const refusal = await applyMigrations(fresh).catch((error: Error) => error.message);
    expect(refusal).toMatch(
      /nothing was written. Missing:\n {2}the role armature_app, which armature_owner/,
    );
    await withClient(admin, (client) => client.query('CREATE ROLE armature_app NOLOGIN;'));
    expect(await applyMigrations(fresh)).not.toEqual([]);
  });
});
