import { describe, expect, it } from 'vitest';
import { armIdKey, computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import type { ResourceKind } from '#libs/resources';
import { armError, FakeArm } from '../../../test/support/fake-arm.js';
import { contextForStep, resourceForTests } from '../../../test/support/run-kind.js';
import { kinds } from '../../kinds/kinds.js';
import type { ArmBody, LroHandle, LroObservation } from '../arm.port.js';
import { stepNamed } from '../kind.rules.js';
import type { OperationKind } from '../operation.js';
import type { StepMemory, WatchObservation } from '../step.js';
import { lookAtOne } from '../watches/look-at-one.js';
import type { Watch } from '../watches/watch.repository.js';

const group = resourceGroupId('s', 'g');
const workspace = workspaceArmId(group, 'ws');
const compute = computeArmId(workspace, 'cpu');
const extension = `${group}/providers/Microsoft.Kubernetes/connectedClusters/arc/providers/Microsoft.KubernetesConfiguration/extensions/ml`;

const old = { code: 'AllocationFailed', message: 'no room' };
const other = { code: 'NicInUse', message: 'the NIC is in use' };

/** How each kind shows why it failed. */
const shapes: Record<string, (error: typeof old) => Record<string, unknown>> = {
  compute: (error) => ({ provisioningErrors: [{ error }] }),
  cluster: (error) => ({
    properties: { errors: [{ error }], nodeStateCounts: { idleNodeCount: 1 } },
  }),
  instance: (error) => ({ properties: { state: 'CreateFailed', errors: [{ error }] } }),
  extension: (error) => ({ errorInfo: error }),
  'extension with statuses': ({ code, message }) => ({
    statuses: [{ code, message, level: 'Error', time: '2026-01-01T00:00:00Z' }],
  }),
};

const failed = (armId: string, shape: string, error: typeof old): ArmBody => ({
  id: armId,
  properties: { ...shapes[shape]!(error), provisioningState: 'Failed' },
});

type Case = [shape: string, OperationKind, deletion: string, ResourceKind, armId: string];
const cases: Case[] = [
  ['compute', 'COMPUTE_CLUSTER_DELETE', 'delete compute', 'COMPUTE_CLUSTER', compute],
  ['cluster', 'COMPUTE_CLUSTER_DELETE', 'delete compute', 'COMPUTE_CLUSTER', compute],
  ['instance', 'COMPUTE_INSTANCE_DELETE', 'delete compute', 'COMPUTE_INSTANCE', compute],
  ['compute', 'KUBERNETES_COMPUTE_DETACH', 'delete compute', 'KUBERNETES_COMPUTE', compute],
  ['compute', 'WORKSPACE_DELETE', 'delete workspace', 'WORKSPACE', workspace],
  ['compute', 'RESOURCE_GROUP_DELETE', 'delete resource group', 'RESOURCE_GROUP', group],
  ['extension', 'ARC_EXTENSION_UNINSTALL', 'delete extension', 'ARC_EXTENSION', extension],
  [
    ...(['extension with statuses', 'ARC_EXTENSION_UNINSTALL', 'delete extension'] as const),
    ...(['ARC_EXTENSION', extension] as const),
  ],
];

/** ARM that goes on showing what it deletes as it was. */
class StubbornArm extends FakeArm {
  pollAnswer: LroObservation = {
    state: 'Unreadable',
    rawState: 'HTTP 404',
    error: armError('notFound'),
  };
  handle: Omit<LroHandle, 'armId'> = {
    style: 'azure-async-operation',
    url: 'https://arm.example/1',
    verb: 'DELETE',
  };

  override async delete(armId: string): Promise<LroObservation> {
    this.ledger.push({ verb: 'DELETE', armId });
    return { state: 'InProgress', rawState: 'Accepted', handle: { ...this.handle, armId } };
  }

  override async poll(): Promise<LroObservation> {
    return this.pollAnswer;
  }

  show(armId: string, body: ArmBody | undefined): void {
    if (body) this.resources.set(armIdKey(armId), body);
    else this.resources.delete(armIdKey(armId));
  }
}

/** A deletion that was accepted; its wait is run again and again, its watch looking in between. */
async function given([shape, kind, deletion, resourceKind, armId]: Case, arm = new StubbornArm()) {
  arm.show(armId, failed(armId, shape, old));
  const row = { kind: resourceKind, name: 'x', armId, desired: {}, observed: {} } as const;
  const run = { arm, resource: resourceForTests(row), input: { purge: false, forceDelete: true } };
  const memory: StepMemory = {};
  const sent = await stepNamed(kinds.operation(kind), deletion)!.run(contextForStep(run, memory));
  expect(sent).toMatchObject({ outcome: 'done' });
  if ('memory' in sent) Object.assign(memory, sent.memory);
  let observation: WatchObservation | undefined;
  const step = stepNamed(kinds.operation(kind), 'await deletion')!;
  return {
    arm,
    show: (body: ArmBody | undefined) => arm.show(armId, body),
    failedWith: (error: typeof old) => arm.show(armId, failed(armId, shape, error)),
    /** One run, and one look where it waits. */
    async wait() {
      const outcome = await step.run({
        ...contextForStep(run, memory),
        ...(observation && { observation }),
      });
      if ('memory' in outcome) Object.assign(memory, outcome.memory);
      observation = undefined;
      if (outcome.outcome !== 'wait') return outcome;
      const { until, handle } = outcome.watch;
      const watch = { until, armId, verb: 'DELETE', handle, ageMs: 1 } as unknown as Watch;
      const seen = await lookAtOne(
        { arm, isAtWork: () => false },
        watch,
        new AbortController().signal,
      );
      if (seen.is === 'ended') observation = seen.observation;
      return outcome;
    },
    async until(outcome: string, most = 30) {
      for (let runs = 0; runs < most; runs += 1) {
        const came = await this.wait();
        if (came.outcome === outcome) return came;
      }
      throw new Error(`never ${outcome}`);
    },
  };
}

describe.each(cases)('deleting a failed %s (%s)', (...which) => {
  it('is over once it is gone, its poll URL being 404 and the old failure shown meanwhile', async () => {
    const deletion = await given(which);
    for (let looks = 0; looks < 6; looks += 1)
      expect((await deletion.wait()).outcome).not.toBe('failed');
    deletion.show(undefined);
    expect(await deletion.until('done')).toMatchObject({ facts: { gone: true } });
  });

  it('fails with another failure, its poll URL being 404', async () => {
    const deletion = await given(which);
    await deletion.wait();
    deletion.failedWith(other);
    expect(JSON.stringify(await deletion.until('failed', 4))).not.toContain('NOT_DELETED');
  });

  it('fails in the end where nothing comes of it, and names the old failure as such', async () => {
    const deletion = await given(which);
    expect(await deletion.until('failed')).toMatchObject({
      error: { code: 'NOT_DELETED', details: [{ code: expect.any(String) as string }] },
    });
  });

  it('fails with what the poll URL says', async () => {
    const deletion = await given(which);
    await deletion.wait();
    const error = { ...other, retry: 'LATER' } as const;
    deletion.arm.pollAnswer = { state: 'Failed', rawState: 'Failed', error };
    expect(await deletion.until('failed')).toMatchObject({ error });
  });

  it('tells the same failure once it was seen DELETING', async () => {
    const deletion = await given(which);
    deletion.show({ properties: { provisioningState: 'Deleting' } });
    await deletion.until('again', 2).catch(() => undefined);
    deletion.arm.pollAnswer = { state: 'Succeeded', rawState: 'Succeeded' };
    await deletion.wait();
    await deletion.wait();
    deletion.failedWith(old);
    const { outcome, ...rest } = await deletion.until('failed', 4);
    expect([outcome, JSON.stringify(rest).includes('NOT_DELETED')]).toEqual(['failed', false]);
  });
});

it('waits by the resource where there is no poll URL, and takes the old failure for no end', async () => {
  const arm = new StubbornArm();
  arm.handle = { style: 'resource', url: compute, verb: 'DELETE' };
  // A look at the resource in the place of a poll URL cannot tell whose failure it sees.
  const error = { ...old, retry: 'LATER' } as const;
  arm.pollAnswer = { state: 'Failed', rawState: 'Failed', error };
  const deletion = await given(cases[0]!, arm);
  for (let looks = 0; looks < 4; looks += 1)
    expect((await deletion.wait()).outcome).not.toBe('failed');
  deletion.show(undefined);
  expect(await deletion.until('done')).toMatchObject({ facts: { gone: true } });
});
