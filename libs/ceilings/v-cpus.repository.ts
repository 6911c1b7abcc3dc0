import { prepared, type Sql } from '#libs/database';

const findStatement = prepared<{ vmSizeKey: string }, { vCpus: number | null }>`
SELECT (r.body -> ${'vmSizeKey'}::text ->> 'vCpus')::integer AS "vCpus" FROM azure_reading r
WHERE r.what = 'vm-sizes' AND r.body ? ${'vmSizeKey'}::text LIMIT 1`;

/** How many vCPUs a machine of a size has, by any region whose sizes were read: they are the same in all. Undefined where none tells. */
export async function findVCpus(sql: Sql, vmSizeKey: string): Promise<number | undefined> {
  const { rows } = await sql.query(findStatement({ vmSizeKey }));
  return rows[0]?.vCpus || undefined;
}
