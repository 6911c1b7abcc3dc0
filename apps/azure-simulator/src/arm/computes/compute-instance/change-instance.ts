import { z } from 'zod';
import { isObject } from '#libs/kernel';
import type { Simulation } from '../../../simulation.js';
import type { ArmAnswer, ArmRequest } from '../../arm-request.js';
import { beyond } from '../../kept-fields.js';
import { parseBody } from '../../parse-body.js';
import { stampSystemData } from '../../system-data.js';
import { checkNotLeaving } from './answer-operation.js';
import type { InstanceRecord } from './instance-record.js';
import type { InstanceSettings } from './instance-settings.js';
import { customServicesSchema, scheduleSchema } from './instance.schema.js';
import { keptSettings } from './kept-settings.js';
import { checkIdleTime } from './resolve-instance.js';
import { resolveSchedules } from './resolve-schedules.js';

const schedulesSchema = z.object({ computeStartStop: z.array(scheduleSchema).nullish() });
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

/** POST updateSchedules: 200 at once, without a body; they replace those that stand. */
export function updateSchedules(
  simulation: Simulation,
  request: ArmRequest,
  record: InstanceRecord,
): ArmAnswer {
  const requested = parseBody(schedulesSchema, request.body);
  const schedules = resolveSchedules(requested, record.settings.schedules);
  const kept = withSchedules(record.kept, beyond(schedulesSchema, request.body));
  return change(simulation, request, { ...record, kept }, { schedules });
}

/** Of the schedules only what came with them is kept. */
function withSchedules(kept: unknown, schedules: unknown): unknown {
  const { properties: outer, ...envelope } = isObject(kept) ? kept : {};
  const { properties: inner, ...more } = isObject(outer) ? outer : {};
  const properties = { ...(isObject(inner) && inner), schedules };
  return { ...envelope, properties: { ...more, properties } };
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
  simulation: Simulation,
  request: ArmRequest,
  record: InstanceRecord,
  changed: Partial<InstanceSettings>,
): ArmAnswer {
  checkNotLeaving(record);
  const { principal, nowMs } = request;
  simulation.instances.put({
    ...record,
    settings: keptSettings(simulation, request, record.settings, {
      ...record.settings,
      ...changed,
    }),
    scheduledUntilMs: nowMs,
    modifiedOnMs: nowMs,
    systemData: stampSystemData(record.systemData, principal, nowMs),
    idleSinceMs: Math.max(record.idleSinceMs, nowMs),
  });
  return { status: 200 };
}
