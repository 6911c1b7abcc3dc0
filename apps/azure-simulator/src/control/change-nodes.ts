import { z } from 'zod';
import { ArmRefusal } from '../arm/arm-error.js';
import { addRuns, preemptNodes } from '../arm/computes/aml-compute/disturb-cluster.js';
import type { ComputeRecord } from '../arm/computes/compute-record.js';
import { viewCompute } from '../arm/computes/view-compute.js';
import { parseBody } from '../arm/parse-body.js';
import type { Simulation } from '../simulation.js';

const nodesSchema = z.discriminatedUnion('action', [
  /** Azure takes low-priority nodes back. */
  z.strictObject({
    action: z.literal('preempt'),
    computeId: z.string(),
    count: z.int().positive().default(1),
  }),
  /** A job takes nodes for some simulated seconds; the cluster grows for it as far as it may. */
  z.strictObject({
    action: z.literal('startJob'),
    computeId: z.string(),
    nodeCount: z.int().positive().default(1),
    seconds: z.number().positive().default(300),
  }),
]);

/** Preempts nodes of a cluster or gives it work; answers the compute. */
export function changeNodes(simulation: Simulation, body: unknown): object {
  const { clock, computes, timeline } = simulation;
  const change = parseBody(nodesSchema, body);
  const nowMs = clock.nowMs();
  timeline.settle(nowMs);
  const record = builtCluster(simulation, change.computeId);
  if (change.action === 'preempt') checkLowPriority(record);
  const state =
    change.action === 'preempt'
      ? preemptNodes(record.state, change.count, nowMs)
      : addRuns(record.state, change.nodeCount, change.seconds);
  const changed = computes.scaled({ ...record, state }, nowMs);
  computes.put(changed);
  return viewCompute(changed);
}

function builtCluster({ computes }: Simulation, id: string): ComputeRecord {
  const record = computes.findById(id);
  if (record?.isBuilt) return record;
  throw new ArmRefusal(404, { code: 'NotFound', message: `There is no built cluster ${id}.` });
}

function checkLowPriority(record: ComputeRecord): void {
  if (record.settings.vmPriority !== 'LowPriority')
    throw new ArmRefusal(409, {
      code: 'Conflict',
      message: 'Only low-priority nodes are preempted.',
    });
}
