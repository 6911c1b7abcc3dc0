import { z } from 'zod';
import type { Simulation } from '../../../simulation.js';
import { ArmRefusal } from '../../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../../arm-request.js';
import { normaliseLocation } from '../../locations.js';
import { parseBody } from '../../parse-body.js';
import { viewVmSize } from '../../vm-sizes/vm-size-routes.js';
import { supportsInstances, vmSizes } from '../../vm-sizes/vm-sizes.js';
import { accepted, checkQuiet } from './answer-operation.js';
import { beginRequested } from './begin-operation.js';
import { resizePlan } from './instance-plans.js';
import { instanceShortage } from './instance-quota.js';
import type { InstanceRecord } from './instance-record.js';

const resizeSchema = z.object({ targetVMSize: z.string().min(1) });

const allowedSizes = vmSizes.filter(supportsInstances);

/** Sizes an instance can become: here every one that instances come in. */
export const listAllowedSizes = (
  _simulation: Simulation,
  _request: ArmRequest,
  { location }: InstanceRecord,
): ArmAnswer => ({
  status: 200,
  body: { value: allowedSizes.map((size) => viewVmSize(size, normaliseLocation(location))) },
});

/** Changes the size: 202 with Location. Of an instance that runs or has stopped, and it is so again afterwards. */
export function resizeInstance(
  simulation: Simulation,
  request: ArmRequest,
  record: InstanceRecord,
): ArmAnswer {
  const { targetVMSize } = parseBody(resizeSchema, request.body);
  checkQuiet(record);
  if (record.state !== 'Running' && record.state !== 'Stopped')
    throw new ArmRefusal(400, {
      code: 'ResizeComputeInstanceOnlyAllowedInRunningOrStoppedState',
      message: `Resize Azure ML Compute Instance is only allowed when the instance ${record.name} is in 'running' or 'stopped' state`,
    });
  const target = allowedSizes.find(({ name }) => isSame(name, targetVMSize));
  if (!target || isSame(target.name, record.settings.vmSize))
    throw new ArmRefusal(400, {
      code: 'BadRequest',
      message: `The compute instance '${record.name}' of size '${record.settings.vmSize}' cannot be resized to '${targetVMSize}'. Choose one that getAllowedVmSizesForResize lists.`,
      target: 'targetVMSize',
    });
  const error = instanceShortage(simulation.quotas, record, target.name);
  const more = { error, vmSize: target.name };
  const plan = resizePlan(record);
  const { operation } = beginRequested(simulation, request, 'POST', record, plan, more);
  return accepted(simulation, request, operation, true);
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
