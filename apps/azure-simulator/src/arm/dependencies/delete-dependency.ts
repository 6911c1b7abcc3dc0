import { armIdKey } from '#libs/kernel';
import type { Simulation } from '../../simulation.js';
import { resourceNotFound } from '../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { parseBody } from '../parse-body.js';
import { stampSystemData } from '../system-data.js';
import { beginRemoval } from './begin-operation.js';
import { patchDependencySchema } from './dependency-body.js';
import type { DependencyRecord } from './dependency-record.js';
import { viewDependency } from './view-dependency.js';
import type { DependencyType } from './dependency-type.js';
import { dependencyId } from './put-dependency.js';

/** The one that the path names; refuses where it is not there. */
export function getDependency(
  { dependencies, groups }: Simulation,
  kind: DependencyType,
  request: ArmRequest,
): DependencyRecord {
  groups.get(request.parameters);
  const record = dependencies.findById(dependencyId(kind, request));
  if (record) return record;
  const { dependencyName, resourceGroupName } = request.parameters;
  throw resourceNotFound(`${kind.type}/${dependencyName}`, resourceGroupName);
}

/** Merges tags and properties, at once. */
export function patchDependency(
  simulation: Simulation,
  kind: DependencyType,
  request: ArmRequest,
): ArmAnswer {
  const existing = getDependency(simulation, kind, request);
  const body = parseBody(patchDependencySchema, request.body);
  const record: DependencyRecord = {
    ...existing,
    ...(body.tags ? { tags: body.tags } : {}),
    properties: { ...existing.properties, ...body.properties },
    systemData: stampSystemData(existing.systemData, request.principal, request.nowMs),
  };
  simulation.dependencies.put(record);
  return { status: 200, body: viewDependency(kind, record) };
}

/** 200 at once or 202 with Location; 204 where there is nothing, or nothing but a kept one. */
export function deleteDependency(
  simulation: Simulation,
  kind: DependencyType,
  request: ArmRequest,
): ArmAnswer {
  const { dependencies, groups } = simulation;
  groups.get(request.parameters);
  const forGood = kind.deletesForGood?.(request) ?? false;
  const id = dependencyId(kind, request);
  const record = forGood ? dependencies.findAny(id) : dependencies.findById(id);
  if (!record) return { status: 204 };
  if (kind.deletes === 'by Location') {
    const how = { kind: forGood ? 'Purging' : 'Deleting', seconds: kind.deleteSeconds } as const;
    return beginRemoval(simulation, kind, request, record, how);
  }
  dependencies.remove(armIdKey(record.id), record, request.nowMs);
  return { status: 200 };
}
