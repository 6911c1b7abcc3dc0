import { openGraph } from '#libs/azure';
import type { AzureAccess } from '#libs/config';
import { systemClock, type Clock } from '#libs/kernel';
import {
  startSimulator,
  type RunningSimulator,
} from '../../apps/azure-simulator/src/start-simulator.js';
import { trust } from './simulated-system.js';

/** The one tenant of the simulator. */
export const entraTenantId = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const registration = {
  appId: '0c000000-0000-4000-8000-000000000001',
  identifierUri: 'api://armature',
};

const idOf = (kind: string, number: number): string =>
  `${kind}000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const userId = (number: number): string => idOf('0a', number);
export const groupId = (number: number): string => idOf('0b', number);
export const applicationId = (number: number): string => idOf('0d', number);

export const user = (number: number): object => ({
  id: userId(number),
  userPrincipalName: `user${number}@contoso.com`,
  displayName: `User ${number}`,
});

/** Groups from `first` on, each with the same members. */
export const groups = (count: number, members: readonly string[], first: number): object[] =>
  Array.from({ length: count }, (_, index) => ({
    id: groupId(first + index),
    displayName: `Group ${first + index}`,
    members,
  }));

interface Ledger {
  counts: { graph: number; token: number };
  throttles: { earlyRequests: number }[];
}

/** Entra ID and Microsoft Graph of the simulator, in this process. */
export async function startSimulatedEntra() {
  const simulator: RunningSimulator = await startSimulator({ port: 0, throttling: 'off' });
  trust(simulator.caFile);
  const { armEndpoint: endpoint, controlEndpoint } = simulator;

  async function control<T>(method: string, route: string, body?: object): Promise<T> {
    const response = await fetch(`${controlEndpoint}/${route}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${route}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  const put = (body: object) => control('POST', 'directory', body);
  await put({
    registrations: [{ ...registration, groupMembershipClaims: 'SecurityGroup' }],
    graphPermissions: ['GroupMember.Read.All', 'Application.Read.All'],
  });

  async function token(form: Record<string, string>): Promise<string> {
    const response = await fetch(`${endpoint}/${entraTenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...form, scope: `${registration.identifierUri}/.default` }),
    });
    const { access_token: issued } = (await response.json()) as { access_token?: string };
    if (issued === undefined) throw new Error('no token');
    return issued;
  }

  const access: AzureAccess = {
    armEndpoint: endpoint,
    graphEndpoint: endpoint,
    authorityHost: endpoint,
    subscriptionId: undefined,
    cloud: undefined,
    proxy: undefined,
    tokenAudience: undefined,
    readsPerSecond: undefined,
    credential: {
      kind: 'client-secret',
      tenantId: entraTenantId,
      clientId: applicationId(900),
      secret: 'hunter2~of~the~application',
    },
  };

  return {
    /** Whose tokens an API takes, and from where. */
    entra: { tenantIds: [entraTenantId], audience: registration.appId, authority: endpoint },
    put,
    /** A token of a person, by number. */
    tokenOf: (number: number) =>
      token({
        grant_type: 'password',
        client_id: applicationId(901),
        username: `user${number}@contoso.com`,
        password: 'any',
      }),
    fault: (fault: object) => control<{ id: string }>('POST', 'faults', fault),
    faults: () => control<{ value: { holding: number }[] }>('GET', 'faults'),
    clearFaults: () => control('DELETE', 'faults'),
    ledger: () => control<Ledger>('GET', 'ledger'),
    /** Microsoft Graph as a process opens it, and what it says in its log. */
    open(
      clock: Clock = systemClock,
      { tenantIds = [entraTenantId] }: { tenantIds?: readonly string[] } = {},
    ) {
      const said: string[] = [];
      const log = { info: say, warn: say };
      function say(_facts: object, line: string): void {
        said.push(line);
      }
      const opened = openGraph(access, { tenantIds, log, clock });
      if (!opened) throw new Error('it is configured');
      return { ...opened, said };
    },
    stop: () => simulator.stop(),
  };
}

export type SimulatedEntra = Awaited<ReturnType<typeof startSimulatedEntra>>;
