import { armOperations, exampleOf, type ApiVersionOverrides } from '#libs/arm-versions';
import type { AzureAccess } from '#libs/config';
import type { ArmId } from '#libs/kernel';
import type { ArmPort, ReadLimit } from '#libs/operations';
import { keysUrl } from '#libs/tenants';
import type { ArmBudget } from '../budget/arm-budget.js';
import { limitsOf } from '../connect-arm.js';
import { createArmClient } from '../create-arm-client.js';
import { openCredential } from '../credential/open-credential.js';
import { openGraph } from '../graph/open-graph.js';
import { AzureStanding } from '../standing/azure-standing.js';
import { recordRequests, type UnsentRequest } from './record-requests.js';

/** A request that Armature makes, and what for. */
export interface PlannedRequest extends UnsentRequest {
  purpose: string;
}

export interface DryRunOptions {
  /** Whose people may come, and where their tokens come from; undefined: nobody's. */
  entra: { tenantIds: readonly string[]; authority: string } | undefined;
  apiVersions: ApiVersionOverrides;
}

/** Stands for any subscription and object. */
const anyId = '00000000-0000-0000-0000-000000000000';
const anotherId = '00000000-0000-0000-0000-000000000001';

export interface DryRun {
  /** Of Microsoft's, its name; undefined: none of them. */
  cloud: string | undefined;
  /** How much of a subscription would be read. */
  reads: ReadLimit;
  requests: PlannedRequest[];
}

/**
 * Every URL that these settings lead to, with the scope of each token: what the clients of every process would send, for each call that
 * Armature makes, while nothing is sent. Rejects where a credential cannot even be tried, such as one whose file cannot be read, and
 * for the Azure CLI's, which asks by itself.
 */
export async function dryRun(
  access: AzureAccess,
  { entra, apiVersions }: DryRunOptions,
): Promise<DryRun> {
  if (access.credential.kind === 'azure-cli')
    throw new Error(
      'AZURE_TOKEN_CREDENTIALS: the Azure CLI asks for tokens by itself, in the cloud that `az cloud show` names; try the credential that Armature will have.',
    );
  const origins = [access.armEndpoint, access.graphEndpoint].flatMap((endpoint) =>
    endpoint === undefined ? [] : new URL(endpoint).origin,
  );
  const recorded = recordRequests((url) => isService(url, origins));
  const planned: PlannedRequest[] = [];
  const note = async (purpose: string, work: () => Promise<unknown>): Promise<void> => {
    await work();
    const made = recorded.requests.splice(0);
    planned.push(...made.map((request) => ({ purpose: purposeOf(request, purpose), ...request })));
  };
  await noteArm(access, apiVersions, recorded.httpClient, note);
  await noteGraph(access, entra?.tenantIds ?? [], recorded.httpClient, note);
  const { cloud, armEndpoint: endpoint, readsPerSecond } = access;
  return {
    cloud: cloud?.name,
    reads: limitsOf({ endpoint, cloud, readsPerSecond }).read,
    requests: [...planned, ...keysOf(entra)],
  };
}

type HttpClient = ReturnType<typeof recordRequests>['httpClient'];
type Note = (purpose: string, work: () => Promise<unknown>) => Promise<void>;

/** A stand-in may be ARM, Microsoft Graph and Entra ID at one address: these are told by their paths. */
const isService = ({ origin, pathname }: URL, origins: readonly string[]): boolean =>
  origins.includes(origin) && !/\/(oauth2|\.well-known|discovery)\//.test(pathname);

const purposeOf = ({ scope, url }: UnsentRequest, purpose: string): string => {
  if (scope !== undefined) return 'a token';
  return /\/(discovery|\.well-known)\//.test(url) ? 'what Entra ID says of itself' : purpose;
};

async function noteArm(
  access: AzureAccess,
  overrides: ApiVersionOverrides,
  httpClient: HttpClient,
  note: Note,
): Promise<void> {
  const { armEndpoint: endpoint, cloud, tokenAudience, subscriptionId = anyId } = access;
  const credential = openCredential(access, new AzureStanding(), httpClient);
  const options = { endpoint, cloud, tokenAudience, credential, budget: boundless, httpClient };
  const arm = createArmClient({ ...options, versions: { overrides } });
  for (const operation of Object.keys(armOperations) as (keyof typeof armOperations)[]) {
    const { path, verb } = exampleOf(operation, subscriptionId);
    await note(operation, () => call(arm, path, verb));
  }
}

function call(arm: ArmPort, path: ArmId, verb: string): Promise<unknown> {
  switch (verb) {
    case 'get':
      return arm.get(path);
    case 'list':
      return arm.list(path);
    case 'put':
      return arm.put(path, {});
    case 'delete':
      return arm.delete(path, {});
    default:
      return arm.post(path, verb, undefined);
  }
}

async function noteGraph(
  access: AzureAccess,
  tenantIds: readonly string[],
  httpClient: HttpClient,
  note: Note,
): Promise<void> {
  const graph = openGraph(access, { tenantIds, log: silent, httpClient });
  if (!graph) return;
  const { directory, stop } = graph;
  try {
    for (const tenantId of tenantIds.map((id) => id.toLowerCase()))
      await note('Microsoft Graph', async () => {
        await directory.groupsOf({ tenantId, objectId: anyId, kind: 'USER' });
        await directory.groupsOf({ tenantId, objectId: anotherId, kind: 'BOT' });
        await directory.namesOf(tenantId, [anyId]);
      });
  } finally {
    stop();
  }
}

const keysOf = (entra: DryRunOptions['entra']): PlannedRequest[] =>
  (entra?.tenantIds ?? []).map((tenantId) => ({
    purpose: "keys of people's tokens",
    method: 'GET',
    url: keysUrl(entra?.authority ?? '', tenantId).href,
    scope: undefined,
  }));

/** Nothing is sent, so that nothing is used up. */
const boundless: ArmBudget = {
  take: () => Promise.resolve({ granted: true, waitMs: 0 }),
  quiet: () => Promise.resolve(),
  lower: () => Promise.resolve(),
  quietForMs: () => Promise.resolve(0),
};

const silent = { info: () => undefined, warn: () => undefined };
