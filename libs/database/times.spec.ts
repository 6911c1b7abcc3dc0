import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

interface TimeColumn {
  name: string;
  type: string;
  byDefault: string | null;
}

/** Every column of ours that holds a time, with its type and its default as the catalog says them. */
async function timeColumns(): Promise<TimeColumn[]> {
  const { rows } = await database.pool.query<TimeColumn>(
    `SELECT c.relname || '.' || a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       pg_get_expr(d.adbin, d.adrelid) AS "byDefault"
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (c.oid, a.attnum)
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE '\\_prisma%'
       AND a.attnum > 0 AND NOT a.attisdropped AND format_type(a.atttypid, NULL) ~ '^(timestamp|time|date)'
     ORDER BY 1`,
  );
  return rows;
}

/** Whether a moment may become a later one when it is kept as this type. */
async function rounds(type: string): Promise<boolean> {
  const { rows } = await database.pool.query<{ rounds: boolean }>(
    `SELECT bool_or(moment::${type} > moment) AS rounds FROM (
       SELECT timestamptz '2026-11-28T12:00:00Z' + n * interval '1 microsecond' AS moment
       FROM generate_series(0, 1000) AS n)`,
  );
  return rows[0]?.rounds === true;
}

/** What a default makes, many times over: whether it is ever later than the clock, and ever finer than a millisecond. */
async function drawDefault({ byDefault, type }: TimeColumn) {
  const { rows } = await database.pool.query<{ later: boolean; finer: boolean }>(
    `SELECT bool_or(made::${type} > clock_timestamp()) AS later, bool_or(made <> date_trunc('milliseconds', made)) AS finer
     FROM (SELECT ${byDefault} AS made, n FROM generate_series(1, 2000) AS n OFFSET 0)`,
  );
  return rows[0];
}

describe('a time that is written down', () => {
  it('is never rounded into the future of the clock', async () => {
    const columns = await timeColumns();
    expect(columns.length).toBeGreaterThan(30);
    const rounding: string[] = [];
    for (const { name, type } of columns) if (await rounds(type)) rounding.push(name);
    expect(rounding).toEqual(['audit_event.occurred_at']);
  });

  it('is with its time zone', async () => {
    const types = new Set((await timeColumns()).map(({ type }) => type));
    expect([...types].filter((type) => !type.endsWith('with time zone'))).toEqual([]);
  });

  it.each(['audit_event.occurred_at', 'watch.created_at'])(
    'is cut to the millisecond by the default of %s',
    async (name) => {
      const column = (await timeColumns()).find((each) => each.name === name);
      expect(await drawDefault(column!)).toEqual({ later: false, finer: false });
    },
  );

  it('in the audit trail is its default, whatever a caller says', async () => {
    const lie = { action: 'x', actorId: '00000000-0000-7000-8000-000000000001', channel: 'system' };
    const event = { ...lie, requestId: 'r', occurredAt: '2999-01-01', occurred_at: '2999-01-01' };
    const appended = database.pool.query(
      `DO $$ BEGIN FOR n IN 1..500 LOOP
         PERFORM append_audit_event('${JSON.stringify(event)}');
         IF (SELECT max(occurred_at) FROM audit_event) > clock_timestamp() THEN RAISE 'in the future'; END IF;
       END LOOP; END $$`,
    );
    await expect(appended).resolves.toBeDefined();
  });
});
