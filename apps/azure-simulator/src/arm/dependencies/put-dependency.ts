import { randomUUID } from 'node:crypto';
import { resourceGroupId } from '#libs/kernel';
import type { Simulation } from '../../simulation.js';
import { ArmRefusal, refuse } from '../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { isLocation, normaliseLocation } from '../locations.js';
import { parseBody } from '../parse-body.js';
import { stampSystemData } from '../system-data.js';
import { beginCreation } from './begin-operation.js';
import type { DependencyRecord } from './dependency-record.js';
import { viewDependency } from './view-dependency.js';
import type { DependencyBody, DependencyType } from './dependency-type.js';

export const dependencyId = (kind: DependencyType, { parameters }: ArmRequest): string =>
  `${resourceGroupId(parameters.subscriptionId, parameters.resourceGroupName)}/providers/${kind.type}/${parameters.dependencyName}`;

/** Creates, replaces at once (200), or brings back what was deleted and kept. */
export function putDependency(
  simulation: Simulation,
  kind: DependencyType,
  request: ArmRequest,
): ArmAnswer {
  const { dependencies, groups } = simulation;
  groups.getForWrite(request.parameters);
  const { dependencyName: name } = request.parameters;
  if (!kind.isName(name)) throw new ArmRefusal(400, kind.wrongName(name));
  const body = parseBody(kind.body, request.body);
  const earlier = dependencies.findAny(dependencyId(kind, request));
  checkFree(simulation, kind, request, body, earlier);
  checkLocation(kind, body, earlier);
  kind.checkNew?.(simulation, body);
  const record = recordOf(kind, request, body, earlier);
  const stands = earlier !== undefined && earlier.softDeletedAtMs === undefined;
  if (stands || kind.creates === 'at once') {
    // What is still coming to be goes on as it began.
    const { operation, provisioningState } = earlier ?? {};
    const kept: DependencyRecord = {
      ...record,
      ...(operation && provisioningState ? { operation, provisioningState } : {}),
    };
    dependencies.put(kept);
    return { status: 200, body: viewDependency(kind, kept) };
  }
  return beginCreation(simulation, kind, request, record);
}

function recordOf(
  kind: DependencyType,
  request: ArmRequest,
  body: DependencyBody,
  earlier: DependencyRecord | undefined,
): DependencyRecord {
  const { subscriptionId, resourceGroupName, dependencyName } = request.parameters;
  return {
    id: earlier?.id ?? dependencyId(kind, request),
    subscriptionId,
    resourceGroupName,
    name: earlier?.name ?? dependencyName,
    type: kind.type,
    location: normaliseLocation(body.location),
    ...(body.tags ? { tags: body.tags } : {}),
    ...(body.kind === undefined ? {} : { kind: body.kind }),
    ...(body.sku === undefined ? {} : { sku: body.sku }),
    ...(body.identity === undefined ? {} : { identity: body.identity }),
    properties: body.properties,
    ownId: earlier?.ownId ?? randomUUID(),
    createdAt: earlier?.createdAt ?? new Date(request.nowMs).toISOString(),
    provisioningState: 'Succeeded',
    systemData: stampSystemData(earlier?.systemData, request.principal, request.nowMs),
  };
}

/** Refuses a name that somebody else has, somewhere in the world where names are the world's, or that was deleted and kept. */
function checkFree(
  { dependencies }: Simulation,
  kind: DependencyType,
  request: ArmRequest,
  body: DependencyBody,
  earlier: DependencyRecord | undefined,
): void {
  const { dependencyName: name } = request.parameters;
  const isKept = earlier?.softDeletedAtMs !== undefined;
  if (earlier && isKept && !kind.recovers?.(body))
    throw new ArmRefusal(409, kind.takenName(name, earlier, request));
  if (earlier) return checkNotDeleting(earlier);
  const holder = kind.isNameOfTheWorld ? dependencies.withName(kind.type, name)[0] : undefined;
  if (holder) throw new ArmRefusal(409, kind.takenName(name, holder, request));
  if (kind.type === 'Microsoft.KeyVault/vaults' && kind.recovers?.(body))
    refuse(
      404,
      'SoftDeletedVaultDoesNotExist',
      `A soft deleted vault with the given name does not exist. Ensure that the name for the vault that is being attempted to recover is in a recoverable state.`,
    );
}

function checkNotDeleting({ name, operation }: DependencyRecord): void {
  if (operation && operation.kind !== 'Creating')
    refuse(409, 'Conflict', `'${name}' is being deleted. Please try again when that is done.`);
}

function checkLocation(
  { type }: DependencyType,
  { location }: DependencyBody,
  earlier: DependencyRecord | undefined,
): void {
  if (!isLocation(location))
    refuse(
      400,
      'LocationNotAvailableForResourceType',
      `The provided location '${location}' is not available for resource type '${type}'.`,
    );
  if (earlier && earlier.location !== normaliseLocation(location))
    refuse(
      409,
      'InvalidResourceLocation',
      `The resource '${earlier.name}' already exists in location '${earlier.location}' in resource group '${earlier.resourceGroupName}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
    );
}
