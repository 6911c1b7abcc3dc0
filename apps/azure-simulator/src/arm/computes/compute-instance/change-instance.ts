import { z } from 'zod';
import type { Simulation } from '../../../simulation.js';
import type { ArmAnswer, ArmRequest } from '../../arm-request.js';
import { parseBody } from '../../parse-body.js';
import { stampSystemData } from '../../system-data.js';
import { checkNotLeaving } from './answer-operation.js';
import type { InstanceRecord } from './instance-record.js';
import type { InstanceSettings } from './instance-settings.js';
import { customServicesSchema } from './instance.schema.js';
import { checkIdleTime } from './resolve-instance.js';

const idleSchema = z.object({ idleTimeBeforeShutdown: z.string() });

/** POST updateIdleShutdownSetting: 200 at once. Idleness counts anew from here. */
export function updateIdleShutdown(
  simulation: Simulation,
  request: ArmRequest,
  record: InstanceRecord,
): ArmAnswer {
  const { idleTimeBeforeShutdown } = parseBody(idleSchema, request.body);
  checkIdleTime(idleTimeBeforeShutdown, 'idleTimeBeforeShutdown');
  return change(simulation, request, record, { idleTimeBeforeShutdown });
}

/** POST customServices: 200 at once; the list replaces the one that stands. */
export function updateCustomServices(
  simulation: Simulation,
  request: ArmRequest,
  record: InstanceRecord,
): ArmAnswer {
  const customServices = parseBody(customServicesSchema, request.body);
  return change(simulation, request, record, { customServices });
}

function change(
  { instances }: Simulation,
  { principal, nowMs }: ArmRequest,
  record: InstanceRecord,
  changed: Partial<InstanceSettings>,
): ArmAnswer {
  checkNotLeaving(record);
  instances.put({
    ...record,
    settings: { ...record.settings, ...changed },
    modifiedOnMs: nowMs,
    systemData: stampSystemData(record.systemData, principal, nowMs),
    idleSinceMs: Math.max(record.idleSinceMs, nowMs),
  });
  return { status: 200 };
}
