import type { Pool } from 'pg';

/** How a secret may be written down: as it is, inside JSON once and twice, in a URL, in base64. */
const formsOf = (secret: string): string[] => {
  const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  const base64url = Buffer.from(secret).toString('base64url');
  const lines = secret.split('\n').filter((line) => line.length > 15);
  const forms = [secret, inJson(secret), inJson(inJson(secret)), encodeURIComponent(secret)];
  return [...new Set([...forms, base64, base64url, ...lines])];
};

export interface Searched {
  /** Where it was found, e.g. `table operation_step`. */
  place: string;
  text: string;
}

/** Which secret stands where, in whatever form, with what comes before it: each once for each place. */
export function findSecrets(
  secrets: ReadonlyMap<string, string>,
  searched: readonly Searched[],
): string[] {
  const found = new Map<string, string>();
  for (const [name, secret] of secrets)
    for (const form of formsOf(secret))
      for (const { place, text } of searched) {
        const at = text.indexOf(form);
        const before = text.slice(Math.max(0, at - 120), at);
        if (at >= 0) found.set(`${name} in ${place}`, `${name} in ${place}: …${before}<here>`);
      }
  return [...found.values()];
}

/** Every row of every table, all columns as text; BullMQ's queue too. Needs a superuser's pool. */
export async function readAllRows(pool: Pool): Promise<Searched[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const searched: Searched[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string }>(
      `SELECT to_jsonb(t)::text AS text FROM ${name} t`,
    );
    searched.push(...rows.map(({ text }) => ({ place: `table ${name}`, text })));
  }
  return searched;
}
