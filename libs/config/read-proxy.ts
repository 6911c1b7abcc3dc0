/** A proxy as requests to Azure take it. */
export interface ProxyInUse {
  /** The variable that names it. */
  name: string;
  /** `http://proxy.example:8080`, without user and password. */
  server: string;
  /** Entries of NO_PROXY that match nothing: `@azure/core-rest-pipeline` knows hosts and `.suffixes` alone. */
  deadExceptions: readonly string[];
}

/** Also in lower case; the first that is set counts, as `@azure/core-rest-pipeline` has it. */
const names = ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY'];

type Source = Record<string, string | undefined>;

function find(source: Source, name: string): { name: string; value: string } | undefined {
  const used = [name, name.toLowerCase()].find((each) => source[each]);
  return used === undefined ? undefined : { name: used, value: source[used] ?? '' };
}

/** The proxy of the environment, or a problem that names the variable and never its value; undefined where there is none. */
export function readProxy(source: Source): ProxyInUse | { problem: string } | undefined {
  const used = names.map((name) => find(source, name)).find((each) => each !== undefined);
  if (!used) return undefined;
  const url = URL.parse(used.value);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.hostname === '')
    return { problem: `${used.name}: must be a URL such as http://proxy.example:8080` };
  const exceptions = find(source, 'NO_PROXY')?.value.split(',') ?? [];
  return {
    name: used.name,
    server: url.origin,
    deadExceptions: exceptions.map((each) => each.trim()).filter(isDead),
  };
}

/** A port, a range of addresses and a star are taken for names of hosts, and no host has such a name. */
const isDead = (entry: string): boolean => entry !== '' && /[*/]|^[^:]+:\d+$/.test(entry);
