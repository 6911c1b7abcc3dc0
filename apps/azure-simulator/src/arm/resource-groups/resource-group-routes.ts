import { z } from 'zod';
import { resourceGroupId } from '#libs/kernel';
import { durations } from '../../durations.js';
import type { Simulation } from '../../simulation.js';
import { ArmRefusal, refuse } from '../arm-error.js';
import type { ArmAnswer, ArmRequest, ArmResourceType } from '../arm-request.js';
import { beyond } from '../kept-fields.js';
import { isLocation, locations, normaliseLocation } from '../locations.js';
import { decideOutcome } from '../operation-outcome.js';
import { parseBody } from '../parse-body.js';
import { resourceManagerVersions } from '../resource-manager-versions.js';
import { tagsSchema } from '../tags.js';
import { readTagFilter } from './read-tag-filter.js';
import { viewResourceGroup, type ResourceGroupRecord } from './resource-group-record.js';

const namePattern = /^[-\w._()]{1,90}$/u;

const putSchema = z.object({
  location: z.string().min(1),
  managedBy: z.string().nullish(),
  tags: tagsSchema,
});
const patchSchema = z.object({ managedBy: z.string().nullish(), tags: tagsSchema });

/** Resource groups (docs/azure-facts.md#resource-groups). */
export function resourceGroupRoutes(simulation: Simulation): ArmResourceType {
  const list = '/subscriptions/{subscriptionId}/resourcegroups';
  const one = `${list}/{resourceGroupName}`;
  return {
    type: 'Microsoft.Resources/subscriptions/resourceGroups',
    apiVersions: resourceManagerVersions,
    routes: [
      { method: 'HEAD', path: one, handle: (request) => exists(simulation, request) },
      { method: 'GET', path: one, handle: (request) => read(simulation, request) },
      { method: 'GET', path: list, handle: (request) => listGroups(simulation, request) },
      { method: 'PUT', path: one, handle: (request) => put(simulation, request) },
      { method: 'PATCH', path: one, handle: (request) => patch(simulation, request) },
      { method: 'DELETE', path: one, handle: (request) => remove(simulation, request) },
    ],
  };
}

const exists = ({ groups }: Simulation, { parameters }: ArmRequest): ArmAnswer => ({
  status: groups.find(parameters) ? 204 : 404,
});

const read = ({ groups }: Simulation, { parameters }: ArmRequest): ArmAnswer => ({
  status: 200,
  body: viewResourceGroup(groups.get(parameters)),
});

function listGroups(
  { groups }: Simulation,
  { parameters, query, origin, path }: ArmRequest,
): ArmAnswer {
  const fits = readTagFilter(query.get('$filter'));
  const all = groups.list(parameters.subscriptionId).filter((group) => fits(group.tags ?? {}));
  const skip = Number(query.get('$skiptoken') ?? 0);
  const top = Number(query.get('$top') ?? all.length);
  const value = all.slice(skip, skip + top).map(viewResourceGroup);
  if (skip + top >= all.length) return { status: 200, body: { value } };
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(skip + top));
  return { status: 200, body: { value, nextLink: `${origin}${path}?${next.toString()}` } };
}

function put({ groups }: Simulation, request: ArmRequest): ArmAnswer {
  const { subscriptionId, resourceGroupName } = request.parameters;
  checkName(resourceGroupName);
  const body = parseBody(putSchema, request.body);
  const existing = groups.find(request.parameters);
  if (existing) groups.getForWrite(request.parameters);
  const record: ResourceGroupRecord = {
    id: existing?.id ?? resourceGroupId(subscriptionId, resourceGroupName),
    subscriptionId,
    name: existing?.name ?? resourceGroupName,
    location: checkLocation(body.location, existing),
    ...(body.managedBy ? { managedBy: body.managedBy } : {}),
    ...(body.tags ? { tags: body.tags } : {}),
    kept: beyond(putSchema, request.body),
  };
  groups.put(record);
  return { status: existing ? 200 : 201, body: viewResourceGroup(record) };
}

function patch({ groups }: Simulation, request: ArmRequest): ArmAnswer {
  const body = parseBody(patchSchema, request.body);
  const existing = groups.getForWrite(request.parameters);
  const record: ResourceGroupRecord = {
    ...existing,
    ...(body.managedBy ? { managedBy: body.managedBy } : {}),
    ...(body.tags ? { tags: body.tags } : {}),
  };
  groups.put(record);
  return { status: 200, body: viewResourceGroup(record) };
}

function remove(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { groups, operations, faults } = simulation;
  const record = groups.get(request.parameters);
  const operation = (record.deleting && operations.find(record.deleting.operationId)) ?? begin();
  return {
    status: 202,
    headers: {
      location: operations.pollUrl(operation, request.origin, 'operationresults'),
      'retry-after': operations.retryAfterSeconds('resourceGroup'),
    },
  };

  function begin() {
    const { endsAtMs, error, failsWithStatus } = decideOutcome(
      faults,
      { method: request.method, paths: [request.path] },
      request.nowMs,
      durations.resourceGroupDelete,
    );
    const begun = operations.begin(
      {
        collection: 'operationresults',
        verb: 'DELETE',
        subscriptionId: record.subscriptionId,
        location: record.location,
        resourceId: record.id,
        failsWithStatus,
      },
      request.nowMs,
      endsAtMs,
    );
    groups.put({
      ...record,
      deleting: {
        operationId: begun.id,
        ...(endsAtMs === undefined ? {} : { endsAtMs }),
        ...(error ? { error } : {}),
      },
    });
    return begun;
  }
}

function checkName(name: string): void {
  if (!namePattern.test(name) || name.endsWith('.'))
    refuse(
      400,
      'InvalidResourceGroup',
      `The provided resource group name '${name}' has these invalid characters: '${name.replace(/[-\w._()]/gu, '')}'. The name can only be a letter, digit, '-', '.', '(', ')' or '_'.`,
    );
}

function checkLocation(location: string, existing: ResourceGroupRecord | undefined): string {
  const normalised = normaliseLocation(location);
  if (!isLocation(location))
    throw new ArmRefusal(400, {
      code: 'LocationNotAvailableForResourceGroup',
      message: `The provided location '${location}' is not available for resource group. List of available regions is '${Object.keys(locations).join(',')}'.`,
    });
  if (existing && existing.location !== normalised)
    throw new ArmRefusal(409, {
      code: 'InvalidResourceGroupLocation',
      message: `Invalid resource group location '${normalised}'. The Resource group already exists in location '${existing.location}'.`,
    });
  return normalised;
}
