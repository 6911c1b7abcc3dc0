import type { Simulation } from '../../simulation.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { parseBody } from '../parse-body.js';
import { stampSystemData } from '../system-data.js';
import { resolveScale } from './aml-compute/resolve-settings.js';
import { patchComputeSchema } from './compute.schema.js';
import type { ComputeRecord } from './compute-record.js';
import { checkClusterSize } from './compute-rules.js';
import { beginComputeWrite } from './put-compute.js';
import { renderCompute } from './view-compute.js';

/** Changes scale settings and nothing else: 200 with Azure-AsyncOperation and provisioningState Updating. */
export function patchCompute(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { computes, groups, workspaces } = simulation;
  groups.getForWrite(request.parameters);
  workspaces.get(request.parameters);
  const existing = computes.get(request.parameters);
  const { scaleSettings } = parseBody(patchComputeSchema, request.body).properties.properties;
  checkSettled(existing);
  const record: ComputeRecord = {
    ...existing,
    settings: { ...existing.settings, scaleSettings: resolveScale(scaleSettings, undefined) },
    modifiedOnMs: request.nowMs,
    systemData: stampSystemData(existing.systemData, request.principal, request.nowMs),
  };
  checkClusterSize(simulation, record);
  const { operation, pollUrl } = beginComputeWrite(simulation, request, record, 'Updating');
  const updated: ComputeRecord = { ...record, provisioningState: 'Updating', operation };
  computes.put(updated);
  return {
    status: 200,
    headers: { 'azure-asyncoperation': pollUrl },
    json: renderCompute(updated),
  };
}

function checkSettled(existing: ComputeRecord): void {
  if (existing.operation)
    throw new ArmRefusal(409, {
      code: 'Conflict',
      message: `The compute '${existing.name}' is in state '${existing.provisioningState}' and cannot be changed now. Please try again later.`,
    });
}
