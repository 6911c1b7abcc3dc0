import { randomUUID } from 'node:crypto';
import { computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import type { ArmBody, OperationKind, StepContext, StepMemory } from '#libs/operations';
import { stepNamed } from '../../libs/operations/kind.rules.js';
import { clusterForTests } from './cluster-values.js';
import { FakeArm } from './fake-arm.js';
import { contextForStep, resourceForTests } from './run-kind.js';

const armId = computeArmId(workspaceArmId(resourceGroupId('s', 'g'), 'ws'), 'cpu');
const operationId = randomUUID();
export const justNow = () => new Date().toISOString();
export const longAgo = '2026-01-01T00:00:00Z';

/** A compute cluster as asked for; `tags` null where ARM keeps none. */
export const standing = (tags: Record<string, string> | null, state = 'Succeeded'): ArmBody => ({
  id: armId,
  location: 'eastus',
  tags,
  properties: {
    provisioningState: state,
    properties: {
      vmSize: 'STANDARD_DS3_V2',
      scaleSettings: { minNodeCount: 0, maxNodeCount: 4, nodeIdleTimeBeforeScaleDown: 'PT2M' },
    },
  },
});
export const ours = { 'armature-operation': operationId };
export const theirs = { 'armature-operation': randomUUID() };

export interface StepGiven {
  memory?: StepMemory;
  /** What ARM has. */
  body?: ArmBody;
  /** What a wait has just read. */
  seen?: ArmBody;
}

/** A step of a kind of operation, as a worker would run it on a compute cluster. */
export function givenStep(
  kind: OperationKind,
  name: string,
  { memory = {}, body, seen }: StepGiven = {},
) {
  const arm = new FakeArm();
  if (body) arm.resources.set(armId.toLowerCase(), body);
  const row = { kind: 'COMPUTE_CLUSTER', name: 'cpu', armId, desired: clusterForTests } as const;
  const resource = resourceForTests({ ...row, observed: kind.endsWith('CREATE') ? null : {} });
  const remembered: Partial<StepMemory>[] = [];
  const context: StepContext = {
    ...contextForStep({ arm, resource, operationId }, memory),
    ...(seen && { seen }),
    remember: async (more) => void remembered.push({ ...more, puts: arm.ledger.length }),
  };
  const step = stepNamed(kinds.operation(kind), name);
  return { arm, remembered, run: () => step!.run(context) };
}
