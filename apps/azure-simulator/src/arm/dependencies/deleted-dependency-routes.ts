import { armIdKey } from '#libs/kernel';
import { durations } from '../../durations.js';
import type { Simulation } from '../../simulation.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmAnswer, ArmRequest, ArmResourceType } from '../arm-request.js';
import { pageOf } from '../paging.js';
import { beginRemoval } from './begin-operation.js';
import type { DependencyRecord } from './dependency-record.js';
import { viewDependency } from './view-dependency.js';
import { keyVault } from './types/key-vault.js';
import { logAnalyticsWorkspace } from './types/log-analytics-workspace.js';

const dayMs = 24 * 3600 * 1000;
const keptForDays = 90;
const inSubscription = '/subscriptions/{subscriptionId}/providers/Microsoft.KeyVault';

/** Vaults that were deleted and not purged (docs/azure-facts.md#what-workspaces-lean-on). */
export function deletedVaultRoutes(simulation: Simulation): ArmResourceType {
  const one = `${inSubscription}/locations/{location}/deletedVaults/{dependencyName}`;
  const { dependencies } = simulation;
  return {
    type: 'Microsoft.KeyVault/deletedVaults',
    apiVersions: keyVault.apiVersions,
    routes: [
      {
        method: 'GET',
        path: `${inSubscription}/deletedVaults`,
        handle: (request) => {
          const { subscriptionId } = request.parameters;
          return answerPage(
            request,
            dependencies.softDeleted(subscriptionId, keyVault.type),
            viewDeletedVault,
          );
        },
      },
      {
        method: 'GET',
        path: one,
        handle: (request) => ({ status: 200, body: viewDeletedVault(find(simulation, request)) }),
      },
      {
        method: 'POST',
        path: `${one}/purge`,
        handle: (request) => {
          const vault = find(simulation, request);
          if (isProtected(vault))
            throw new ArmRefusal(405, {
              code: 'MethodNotAllowed',
              message: "Operation 'DeletedVaultPurge' is not allowed.",
            });
          const how = { kind: 'Purging', seconds: durations.keyVaultPurge } as const;
          return beginRemoval(simulation, keyVault, request, vault, how);
        },
      },
    ],
  };
}

const isProtected = ({ properties }: DependencyRecord): boolean =>
  properties['enablePurgeProtection'] === true;

/** Log Analytics workspaces that were deleted without `force`. */
export function deletedLogAnalyticsRoutes({ dependencies, groups }: Simulation): ArmResourceType {
  const { type, apiVersions } = logAnalyticsWorkspace;
  const deleted = 'Microsoft.OperationalInsights/deletedWorkspaces';
  const view = (record: DependencyRecord): object => viewDependency(logAnalyticsWorkspace, record);
  return {
    type: deleted,
    apiVersions,
    routes: [
      {
        method: 'GET',
        path: `/subscriptions/{subscriptionId}/providers/${deleted}`,
        handle: (request) =>
          answerPage(
            request,
            dependencies.softDeleted(request.parameters.subscriptionId, type),
            view,
          ),
      },
      {
        method: 'GET',
        path: `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/${deleted}`,
        handle: (request) => {
          const inside = `${armIdKey(groups.get(request.parameters).id)}/`;
          const all = dependencies.softDeleted(request.parameters.subscriptionId, type);
          return answerPage(
            request,
            all.filter(({ id }) => armIdKey(id).startsWith(inside)),
            view,
          );
        },
      },
    ],
  };
}

function find({ dependencies }: Simulation, { parameters }: ArmRequest): DependencyRecord {
  const { subscriptionId, location, dependencyName } = parameters;
  const record = dependencies
    .softDeleted(subscriptionId, keyVault.type)
    .find(
      (one) =>
        one.name.toLowerCase() === dependencyName.toLowerCase() &&
        one.location === location.toLowerCase(),
    );
  if (record) return record;
  throw new ArmRefusal(404, {
    code: 'DeletedVaultNotFound',
    message: `The deleted vault '${dependencyName}' was not found in '${location}'.`,
  });
}

function viewDeletedVault(record: DependencyRecord): object {
  const deletedAtMs = record.softDeletedAtMs ?? 0;
  const place = `/subscriptions/${record.subscriptionId}/providers/Microsoft.KeyVault/locations/${record.location}`;
  return {
    id: `${place}/deletedVaults/${record.name}`,
    name: record.name,
    type: 'Microsoft.KeyVault/deletedVaults',
    properties: {
      vaultId: record.id,
      location: record.location,
      tags: record.tags ?? {},
      deletionDate: new Date(deletedAtMs).toISOString(),
      scheduledPurgeDate: new Date(deletedAtMs + keptForDays * dayMs).toISOString(),
      ...(isProtected(record) && { purgeProtectionEnabled: true }),
    },
  };
}

function answerPage(
  request: ArmRequest,
  all: readonly DependencyRecord[],
  view: (record: DependencyRecord) => object,
): ArmAnswer {
  const { items, nextLink } = pageOf(request, all);
  const value = items.map(view);
  return { status: 200, body: nextLink === undefined ? { value } : { value, nextLink } };
}
