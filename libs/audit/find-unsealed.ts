import { raw, statement, type Fragment, type Sql } from '#libs/database';

/**
 * True of an event `of` that no seal covers. A subquery for a value and not NOT EXISTS: PostgreSQL would read all seals
 * there are to find out about the few events that are asked of.
 */
export const isUnsealed = (of: string): Fragment =>
  raw(`(SELECT true FROM audit_seal s WHERE s.audit_event_id = ${of}.id) IS NULL`);

/**
 * The ids of all events that no seal covers, ordered. Walks the whole trail, `pageSize` events with one statement, so
 * that none takes long however long the trail is; answers after each of them with what it found, often nothing.
 */
export async function* findUnsealed(sql: Sql, pageSize: number): AsyncGenerator<string[], void> {
  for (let after: string | null = beforeAll; after !== null;) {
    const page: Page = await readPage(sql, after, pageSize);
    yield page.unsealed;
    after = page.last;
  }
}

const beforeAll = '00000000-0000-0000-0000-000000000000';

interface Page {
  unsealed: string[];
  /** Null behind the last event. */
  last: string | null;
}

const pageStatement = statement<{ after: string; size: number }, Page>`
WITH page AS MATERIALIZED (SELECT id FROM audit_event WHERE id > ${'after'}::uuid ORDER BY id LIMIT ${'size'}::integer)
SELECT ARRAY(SELECT id FROM page WHERE ${isUnsealed('page')}) AS unsealed,
  (SELECT id FROM page ORDER BY id DESC LIMIT 1) AS last`;

async function readPage(sql: Sql, after: string, size: number): Promise<Page> {
  const { rows } = await sql.query(pageStatement({ after, size }));
  return rows[0] ?? { unsealed: [], last: null };
}
