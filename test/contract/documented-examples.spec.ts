import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpMethods } from '@azure/core-rest-pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExample, specsFound, specsMissing } from './support/azure-specs.js';
import { isPoll, lroProblems } from './support/check-polls.js';
import {
  type ContractValidator,
  type Exchange,
  createContractValidator,
} from './support/contract-validator.js';

import { type SimulatedAzure, startSimulatedAzure } from './support/simulated-azure.js';

const suite = 'the examples of the OpenAPI documents, sent to the simulator';

const groups = 'resources/2024-07-01';
const locks = 'locks/2020-05-01';
const workspaces = 'machinelearningservices/2024-10-01';
const computes = 'machinelearningservices/2025-06-01';

const subscription = '/subscriptions/{subscriptionId}';
const group = `${subscription}/resourcegroups/{resourceGroupName}`;
const provider = 'providers/Microsoft.MachineLearningServices';
const workspaceList = `${group}/${provider}/workspaces`;
const workspace = `${workspaceList}/{workspaceName}`;
const compute = `${workspace}/computes/{computeName}`;
const location = `${subscription}/${provider}/locations/{location}`;
const lockList = 'providers/Microsoft.Authorization/locks';
const lock = `${lockList}/{lockName}`;
const lockedResource = `${group}/providers/{resourceProviderNamespace}/{parentResourcePath}/{resourceType}/{resourceName}`;

/** In this order: what an example reads or deletes, an earlier one created. */
const replays: [document: string, example: string, method: HttpMethods, path: string][] = [
  [groups, 'CreateResourceGroup', 'PUT', group],
  [workspaces, 'Workspace/create', 'PUT', workspace],
  [workspaces, 'Workspace/update', 'PATCH', workspace],
  [workspaces, 'Workspace/get', 'GET', workspace],
  [workspaces, 'Workspace/listByResourceGroup', 'GET', workspaceList],
  [workspaces, 'Workspace/listBySubscription', 'GET', `${subscription}/${provider}/workspaces`],
  [workspaces, 'Workspace/delete', 'DELETE', workspace],
  [computes, 'Compute/createOrUpdate/BasicAmlCompute', 'PUT', compute],
  [computes, 'Compute/createOrUpdate/AmlCompute', 'PUT', compute],
  [computes, 'Compute/get/AmlCompute', 'GET', compute],
  [computes, 'Compute/list', 'GET', `${workspace}/computes`],
  [computes, 'Compute/patch', 'PATCH', compute],
  [computes, 'Compute/listNodes', 'POST', `${compute}/listNodes`],
  [computes, 'Compute/delete', 'DELETE', compute],
  [computes, 'Compute/createOrUpdate/ComputeInstanceMinimal', 'PUT', compute],
  [computes, 'Compute/delete', 'DELETE', compute],
  [computes, 'Compute/createOrUpdate/ComputeInstanceWithSchedules', 'PUT', compute],
  [computes, 'Compute/delete', 'DELETE', compute],
  [computes, 'Compute/createOrUpdate/ComputeInstance', 'PUT', compute],
  [computes, 'Compute/get/ComputeInstance', 'GET', compute],
  [computes, 'Compute/stop', 'POST', `${compute}/stop`],
  [computes, 'Compute/start', 'POST', `${compute}/start`],
  [computes, 'Compute/restart', 'POST', `${compute}/restart`],
  [computes, 'Compute/getAllowedVMSizesForResize', 'POST', `${compute}/getAllowedVmSizesForResize`],
  [computes, 'Compute/resize', 'POST', `${compute}/resize`],
  [computes, 'Compute/updateIdleShutdownSetting', 'POST', `${compute}/updateIdleShutdownSetting`],
  [computes, 'Compute/updateCustomServices', 'POST', `${compute}/customServices`],
  [computes, 'Usage/list', 'GET', `${location}/usages`],
  [computes, 'Quota/list', 'GET', `${location}/quotas`],
  [computes, 'Quota/update', 'POST', `${location}/updateQuotas`],
  [computes, 'VirtualMachineSize/list', 'GET', `${location}/vmSizes`],
  [locks, 'ManagementLocks_CreateOrUpdateAtSubscriptionLevel', 'PUT', `${subscription}/${lock}`],
  [locks, 'ManagementLocks_GetAtSubscriptionLevel', 'GET', `${subscription}/${lock}`],
  [locks, 'ManagementLocks_ListAtSubscriptionLevel', 'GET', `${subscription}/${lockList}`],
  [locks, 'ManagementLocks_DeleteAtSubscriptionLevel', 'DELETE', `${subscription}/${lock}`],
  [locks, 'ManagementLocks_CreateOrUpdateAtResourceGroupLevel', 'PUT', `${group}/${lock}`],
  [locks, 'ManagementLocks_GetAtResourceGroupLevel', 'GET', `${group}/${lock}`],
  [locks, 'ManagementLocks_ListAtResourceGroupLevel', 'GET', `${group}/${lockList}`],
  [locks, 'ManagementLocks_DeleteAtResourceGroupLevel', 'DELETE', `${group}/${lock}`],
  [locks, 'ManagementLocks_CreateOrUpdateAtResourceLevel', 'PUT', `${lockedResource}/${lock}`],
  [locks, 'ManagementLocks_GetAtResourceLevel', 'GET', `${lockedResource}/${lock}`],
  [locks, 'ManagementLocks_ListAtResourceLevel', 'GET', `${lockedResource}/${lockList}`],
  [locks, 'ManagementLocks_DeleteAtResourceLevel', 'DELETE', `${lockedResource}/${lock}`],
  [locks, 'ManagementLocks_CreateOrUpdateAtScope', 'PUT', `/{scope}/${lock}`],
  [locks, 'ManagementLocks_GetAtScope', 'GET', `/{scope}/${lock}`],
  [locks, 'ManagementLocks_ListAtScope', 'GET', `/{scope}/${lockList}`],
  [locks, 'ManagementLocks_DeleteAtScope', 'DELETE', `/{scope}/${lock}`],
];

const queryNames = ['api-version', 'underlyingResourceAction'];

/** The examples' subscriptions that can be one, and what stands for those that cannot ("subscriptionId"). */
const someSubscription = '00000000-1111-2222-3333-444444444444';
const guid = /^[0-9a-f-]{36}$/i;
const subscriptionOf = (id: unknown): string =>
  guid.test(String(id)) ? String(id) : someSubscription;
const inSomeSubscription = (path: string): string =>
  path.replace(
    /(subscriptions\/)([^/?]+)/,
    (_, head: string, id: string) => head + subscriptionOf(id),
  );

function pathOf(template: string, parameters: Record<string, unknown>): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => String(parameters[name]));
  const query = queryNames.filter((name) => name in parameters);
  return `${inSomeSubscription(path)}?${query.map((name) => `${name}=${String(parameters[name])}`).join('&')}`;
}

const running = new Set(['InProgress', 'Creating', 'Updating', 'Deleting']);

function stateOf(body: unknown): string {
  const { status, properties } = (body ?? {}) as {
    status?: string;
    properties?: { provisioningState?: string };
  };
  return status ?? properties?.provisioningState ?? '';
}

describe.skipIf(!specsFound)(specsFound ? suite : `${suite}: ${specsMissing}`, () => {
  let azure: SimulatedAzure;
  let validator: ContractValidator;

  beforeAll(async () => {
    validator = await createContractValidator();
    const declared = replays.map(([document, name]) => {
      const { subscriptionId } = readExample(document, name).parameters;
      return subscriptionOf(subscriptionId);
    });
    azure = await startSimulatedAzure(undefined, declared);
    await givenWhatTheExamplesTakeForGranted();
  });
  afterAll(async () => {
    await azure?.stop();
    validator?.close();
  });

  /** Asks the poll URL, or the resource where there is none, until the operation is over. */
  async function over({ method, url, status: first, responseHeaders }: Exchange): Promise<void> {
    if (method === 'GET' || (method === 'POST' && first !== 202)) return;
    const poll = responseHeaders['azure-asyncoperation'] ?? responseHeaders['location'];
    for (;;) {
      const { status, responseBody } = await azure.send('GET', poll ?? url);
      if (status === 404 && method === 'DELETE') return;
      const state = stateOf(responseBody);
      if (status >= 300 || state === 'Failed') throw new Error(`ended with ${status} ${state}`);
      if (status !== 202 && !running.has(state)) return;
      await sleep(20);
    }
  }

  async function givenWhatTheExamplesTakeForGranted(): Promise<void> {
    const { subscriptionId } = readExample(computes, 'Compute/list').parameters;
    const names = [
      [String(subscriptionId), 'testrg123'],
      [someSubscription, 'workspace-1234'],
      [someSubscription, 'resourcegroupname'],
    ];
    for (const [owner, name] of names) {
      const path = `/subscriptions/${owner}/resourcegroups/${name}?api-version=2024-07-01`;
      await azure.send('PUT', path, { location: 'eastus' });
    }
    const { parameters } = readExample(workspaces, 'Workspace/create').parameters;
    const path = `/subscriptions/${String(subscriptionId)}/resourceGroups/testrg123/${provider}/workspaces/workspaces123?api-version=2024-10-01`;
    const body = { ...(parameters as object), location: 'eastus' };
    await over(await azure.send('PUT', path, body));
  }

  it.each(replays)('%s %s', async (document, name, method, template) => {
    const { parameters, responses } = readExample(document, name);
    const path = pathOf(template, parameters);
    const body = parameters['parameters'] ?? parameters['customServices'];
    const exchange = await azure.send(method, path, body);
    expect(isPoll(exchange)).toBe(false);
    const problems = [...lroProblems(exchange), ...(await validator.violations(exchange))];
    expect(problems).toEqual([]);
    expect(Object.keys(responses)).toContain(String(exchange.status));
    await over(exchange);
  });
});
