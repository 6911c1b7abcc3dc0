import { z } from 'zod';
import { armIdKey } from '#libs/kernel';
import { ArmRefusal } from '../arm/arm-error.js';
import { parseBody } from '../arm/parse-body.js';
import { kubeconfigOf } from '../kubernetes/kubeconfig.js';
import { podReasons } from '../kubernetes/pod-problems.js';
import type { Simulation } from '../simulation.js';

const clusterId = z.string();
const changeSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('kubeconfig'), clusterId }),
  z.strictObject({ action: z.literal('createNamespace'), clusterId, namespace: z.string().min(1) }),
  /** Pods whose names begin so are not ready. */
  z.strictObject({
    action: z.literal('breakPods'),
    clusterId,
    podPrefix: z.string().default(''),
    reason: z.enum(podReasons),
  }),
  z.strictObject({ action: z.literal('healPods'), clusterId }),
]);

/** Hands out a cluster's kubeconfig, or changes what its Kubernetes API serves. `ca`: PEM of the server's CA. */
export function changeKubernetes(
  simulation: Simulation,
  body: unknown,
  origin: string,
  ca: string,
): object {
  const { connectedClusters, podProblems } = simulation;
  const change = parseBody(changeSchema, body);
  const cluster = connectedClusters.findById(change.clusterId);
  if (!cluster)
    throw new ArmRefusal(404, {
      code: 'NotFound',
      message: `There is no cluster ${change.clusterId}.`,
    });
  const clusterKey = armIdKey(cluster.id);
  if (change.action === 'kubeconfig') return kubeconfigOf(simulation, cluster.id, origin, ca);
  if (change.action === 'createNamespace') podProblems.addNamespace(clusterKey, change.namespace);
  else if (change.action === 'healPods') podProblems.heal(clusterKey);
  else podProblems.set({ clusterKey, podPrefix: change.podPrefix, reason: change.reason });
  return { clusterId: cluster.id };
}
