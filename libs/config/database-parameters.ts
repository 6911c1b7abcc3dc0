/** What a connection string may say beside where the database is and who comes. */
const known = new Set([
  'host',
  'port',
  'user',
  'password',
  'application_name',
  'options',
  'ssl',
  'sslmode',
  'sslcert',
  'sslkey',
  'sslrootcert',
  'sslnegotiation',
  'uselibpqcompat',
]);

const places = "Armature's tables lie in the schema public and BullMQ's in bullmq";
const bouncers = 'DATABASE_STATEMENTS=unnamed is for bouncers';
const pools = 'Armature sizes its pools itself';

const remarks: Partial<Record<string, string>> = {
  schema: places,
  search_path: places,
  currentSchema: places,
  pgbouncer: bouncers,
  statement_cache_size: bouncers,
  prepareThreshold: bouncers,
  connection_limit: pools,
  pool_timeout: pools,
  max: pools,
};

/**
 * What in the query of a connection string would do nothing, or undo what Armature sets for its connections: each by
 * name, never with its value.
 */
export function problemsOfParameters(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const names = new Set(new URL(url).searchParams.keys());
  return [...names]
    .filter((name) => !known.has(name))
    .map((name) => `must not have ${name} in its query${remark(name)}`);
}

const remark = (name: string): string => (remarks[name] ? `: ${remarks[name]}` : '');
