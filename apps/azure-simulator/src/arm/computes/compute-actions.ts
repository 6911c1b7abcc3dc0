import type { Simulation } from '../../simulation.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmAnswer, ArmRequest, ArmRoute } from '../arm-request.js';
import {
  updateCustomServices,
  updateIdleShutdown,
  updateSchedules,
} from './compute-instance/change-instance.js';
import type { InstanceRecord } from './compute-instance/instance-record.js';
import {
  idleTimeVersions,
  resizeVersions,
  scheduleVersions,
} from './compute-instance/instance-versions.js';
import { powerInstance } from './compute-instance/power-instance.js';
import { listAllowedSizes, resizeInstance } from './compute-instance/resize-instance.js';

type InstanceAction = (
  simulation: Simulation,
  request: ArmRequest,
  record: InstanceRecord,
) => ArmAnswer;

interface Action {
  /** As refusals call it. */
  operation: string;
  /** Absent where instances do not have it either. */
  onInstance?: InstanceAction;
  changesNothing?: boolean;
  apiVersions?: readonly string[];
}

/** POST actions that an AmlCompute or an attached cluster does not have. */
const actions: Readonly<Record<string, Action>> = {
  listKeys: { operation: 'ComputeListKeys' },
  start: {
    operation: 'ComputeStart',
    onInstance: (simulation, request, record) =>
      powerInstance(simulation, request, record, 'Start'),
  },
  stop: {
    operation: 'ComputeStop',
    onInstance: (simulation, request, record) => powerInstance(simulation, request, record, 'Stop'),
  },
  resize: {
    operation: 'ComputeResize',
    onInstance: resizeInstance,
    apiVersions: resizeVersions,
  },
  getAllowedVmSizesForResize: {
    operation: 'ComputeGetAllowedResizeSizes',
    onInstance: listAllowedSizes,
    changesNothing: true,
    apiVersions: resizeVersions,
  },
  updateIdleShutdownSetting: {
    operation: 'ComputeUpdateIdleShutdownSetting',
    onInstance: updateIdleShutdown,
    apiVersions: idleTimeVersions,
  },
  updateSchedules: {
    operation: 'ComputeUpdateSchedules',
    onInstance: updateSchedules,
    apiVersions: scheduleVersions,
  },
  customServices: {
    operation: 'ComputeUpdateCustomServices',
    onInstance: updateCustomServices,
  },
  restart: {
    operation: 'ComputeRestart',
    onInstance: (simulation, request, record) =>
      powerInstance(simulation, request, record, 'Restart'),
  },
};

/** Routes of `actions` under `one`, the path of a compute. */
export const actionRoutes = (simulation: Simulation, one: string): ArmRoute[] =>
  Object.entries(actions).map(([name, action]) => ({
    method: 'POST',
    path: `${one}/${name}`,
    ...(action.changesNothing ? { changesNothing: true } : {}),
    ...(action.apiVersions ? { apiVersions: action.apiVersions } : {}),
    handle: (request) => act(simulation, request, action),
  }));

function act(
  simulation: Simulation,
  request: ArmRequest,
  { operation, onInstance }: Action,
): ArmAnswer {
  const { groups, workspaces, instances, kubernetesComputes, computes } = simulation;
  const { parameters } = request;
  groups.get(parameters);
  workspaces.get(parameters);
  const instance = instances.find(parameters);
  if (instance && onInstance) return onInstance(simulation, request, instance);
  if (instance) return refuseAction(operation, 'ComputeInstance');
  if (kubernetesComputes.find(parameters)) return refuseAction(operation, 'Kubernetes');
  return refuseAction(operation, computes.get(parameters).computeType);
}

/** In the words of Machine Learning (docs/azure-facts.md#errors). */
export function refuseAction(operation: string, computeType: string): never {
  throw new ArmRefusal(400, {
    code: 'UserError',
    message: `${operation} with computeType ${computeType} is not supported.`,
  });
}
