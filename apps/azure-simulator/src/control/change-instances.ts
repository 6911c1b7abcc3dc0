import { z } from 'zod';
import { armIdKey } from '#libs/kernel';
import { ArmRefusal } from '../arm/arm-error.js';
import type { InstanceRecord } from '../arm/computes/compute-instance/instance-record.js';
import { viewInstance } from '../arm/computes/compute-instance/view-instance.js';
import { parseBody } from '../arm/parse-body.js';
import { newestVersion } from '../arm/workspaces/workspace-routes.js';
import type { Simulation } from '../simulation.js';

const changeSchema = z.discriminatedUnion('action', [
  /** The machine stops answering: Unusable until it is restarted or deleted. */
  z.strictObject({ action: z.literal('break'), computeId: z.string() }),
  /** Somebody works on it for so many simulated seconds: it is not idle for as long. */
  z.strictObject({
    action: z.literal('use'),
    computeId: z.string(),
    seconds: z.number().positive().default(300),
  }),
  /** A script is not, or is no longer, at that path in the workspace's storage; or it is there again. */
  z.strictObject({
    action: z.enum(['loseScript', 'restoreScript']),
    workspaceId: z.string(),
    path: z.string().min(1),
  }),
]);

/** What happens on a compute instance itself. Answers the instance, or the lost path. */
export function changeInstances(simulation: Simulation, body: unknown): object {
  const { clock, instances, timeline } = simulation;
  const change = parseBody(changeSchema, body);
  const nowMs = clock.nowMs();
  timeline.settle(nowMs);
  if ('path' in change) {
    const { workspaceId, path, action } = change;
    instances.setLost(armIdKey(workspaceId), path, action === 'loseScript');
    return { workspaceId, path };
  }
  const record = running(simulation, change.computeId);
  const changed =
    change.action === 'break' ? broken(record) : used(record, nowMs + change.seconds * 1000);
  instances.put(changed);
  return viewInstance(changed, newestVersion, nowMs);
}

function running({ instances }: Simulation, id: string): InstanceRecord {
  const record = instances.findById(id);
  if (!record)
    throw new ArmRefusal(404, {
      code: 'NotFound',
      message: `There is no compute instance ${id}.`,
    });
  if (record.state === 'Running') return record;
  throw new ArmRefusal(409, {
    code: 'Conflict',
    message: `The compute instance '${record.name}' is in state '${record.state}', not Running.`,
  });
}

const used = (record: InstanceRecord, untilMs: number): InstanceRecord => ({
  ...record,
  idleSinceMs: Math.max(record.idleSinceMs, untilMs),
});

const broken = (record: InstanceRecord): InstanceRecord => ({
  ...record,
  state: 'Unusable',
  errors: [
    {
      code: 'UnusableNode',
      message: `The specified Azure ML Compute Instance ${record.name} encountered an unusable node. Please try to restart the compute instance to recover. If it failed at creation time, please delete and try to recreate the compute instance. If the problem persists, please follow up with Azure Support.`,
    },
  ],
});
