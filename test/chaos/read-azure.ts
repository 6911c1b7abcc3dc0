import type { LedgerEntry } from '../../apps/azure-simulator/src/ledger/ledger.js';
import type { ChaosSystem } from './chaos-system.js';

export interface ComputeInAzure {
  name: string;
  provisioningState: string;
  /** Of a cluster. */
  maxNodeCount: number | undefined;
  /** Of an instance. */
  state: string | undefined;
  /** Tag `armature-operation`. */
  operationTag: string | undefined;
}

interface ComputeList {
  value: {
    name: string;
    tags?: Record<string, string>;
    properties: {
      provisioningState: string;
      properties: { scaleSettings?: { maxNodeCount: number }; state?: string };
    };
  }[];
  nextLink?: string | null;
}

/** Every compute that Azure has in the workspaces, by name. */
export async function readComputes(
  system: ChaosSystem,
  workspaces: readonly { armId: string }[],
): Promise<Map<string, ComputeInAzure>> {
  const found = await Promise.all(workspaces.map(({ armId }) => readComputesOf(system, armId)));
  return new Map(found.flatMap((computes) => [...computes]));
}

async function readComputesOf(
  { azure }: ChaosSystem,
  workspaceArmId: string,
): Promise<Map<string, ComputeInAzure>> {
  const headers = { authorization: `Bearer ${await readToken(azure)}` };
  const found = new Map<string, ComputeInAzure>();
  let url: string | null | undefined =
    `${azure.armEndpoint}${workspaceArmId}/computes?api-version=2025-06-01`;
  while (url) {
    const response = await fetch(url, { headers });
    const page = (await response.json()) as ComputeList;
    for (const { name, tags, properties } of page.value) {
      const { scaleSettings, state } = properties.properties;
      const maxNodeCount = scaleSettings?.maxNodeCount;
      const operationTag = tags?.['armature-operation'];
      const { provisioningState } = properties;
      found.set(name, { name, provisioningState, maxNodeCount, state, operationTag });
    }
    url = page.nextLink;
  }
  return found;
}

/** Writes that Azure accepted for computes after `since`, in order, by the compute's name. */
export async function readWrites(
  system: ChaosSystem,
  since: Date,
): Promise<Map<string, LedgerEntry[]>> {
  const { entries } = (await system.control('ledger?path=/computes/')) as {
    entries: LedgerEntry[];
  };
  const later = entries.filter(({ at }) => new Date(at) > since);
  return Map.groupBy(later, ({ path }) => /\/computes\/([^/]+)/.exec(path)?.[1] ?? '');
}

async function readToken({
  identityEndpoint,
  identityHeader,
}: ChaosSystem['azure']): Promise<string> {
  const query = 'resource=https://management.azure.com&api-version=2019-08-01';
  const response = await fetch(`${identityEndpoint}?${query}`, {
    headers: { 'x-identity-header': identityHeader },
  });
  return ((await response.json()) as { access_token: string }).access_token;
}
