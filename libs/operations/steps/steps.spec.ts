import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import { FakeArm, armError } from '../../../test/support/fake-arm.js';
import { clusterForTests } from '../../../test/support/cluster-values.js';
import { contextForStep, resourceForTests } from '../../../test/support/run-kind.js';
import { kinds } from '../../kinds/kinds.js';
import { ArmError, type ArmBody } from '../arm.port.js';
import type { StepContext, StepMemory } from '../step.js';
import { stepNamed } from '../kind.rules.js';
import type { OperationKind } from '../operation.js';

const armId = computeArmId(workspaceArmId(resourceGroupId('s', 'g'), 'ws'), 'cpu');
const operationId = randomUUID();
const justNow = () => new Date().toISOString();
const longAgo = '2026-01-01T00:00:00Z';

/** A cluster as asked for; `tags` null where ARM keeps none. */
const standing = (tags: Record<string, string> | null, state = 'Succeeded'): ArmBody => ({
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
const ours = { 'armature-operation': operationId };
const theirs = { 'armature-operation': randomUUID() };

function given(
  kind: OperationKind,
  name: string,
  { memory = {}, body, seen }: { memory?: StepMemory; body?: ArmBody; seen?: ArmBody } = {},
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

describe('putting a new compute', () => {
  const create = (options: Parameters<typeof given>[2]) =>
    given('COMPUTE_CLUSTER_CREATE', 'put compute', options);
  const submitting = (submittedAt: string) => ({
    memory: { submitting: true, wrote: true, submittedAt },
  });

  it('commits that it is about to send before it sends', async () => {
    const { run, arm, remembered } = create({ memory: { nameCheckedAt: justNow() } });
    expect(await run()).toMatchObject({ outcome: 'done', memory: { submitting: false } });
    expect(remembered).toMatchObject([{ submitting: true, puts: 0 }]);
    expect([arm.calls, arm.ledger.length]).toEqual([['put'], 1]);
  });

  it('looks again where the name was checked long ago, and overwrites nobody', async () => {
    const memory = { nameCheckedAt: longAgo };
    const { run, arm } = create({ memory, body: standing(theirs) });
    expect(await run()).toMatchObject({ outcome: 'failed', error: { code: 'ALREADY_EXISTS' } });
    expect(arm.ledger).toEqual([]);
  });

  it.each([
    ['with our tag', ours],
    ['as asked, where ARM keeps no tags', null],
  ])('adopts what a dead worker sent: found %s', async (_how, tags) => {
    const { run, arm } = create({ ...submitting(justNow()), body: standing(tags, 'Creating') });
    expect(await run()).toMatchObject({ outcome: 'done', rawState: 'Creating' });
    expect(arm.ledger).toEqual([]);
  });

  it('takes neither tags of another operation nor another cluster without tags for ours', async () => {
    const other = standing(null);
    for (const body of [standing(theirs), { ...other, location: 'westus2' }]) {
      const { run, arm } = create({ ...submitting(justNow()), body });
      expect(await run()).toMatchObject({ outcome: 'failed', error: { code: 'ALREADY_EXISTS' } });
      expect(arm.ledger).toEqual([]);
    }
  });

  it('waits for what may still arrive, and sends again once it must have', async () => {
    const soon = create(submitting(justNow()));
    expect(await soon.run()).toMatchObject({ outcome: 'again', attempt: false });
    expect(soon.arm.ledger).toEqual([]);
    const late = create(submitting(longAgo));
    expect(await late.run()).toMatchObject({ outcome: 'done' });
    expect(late.arm.ledger).toHaveLength(1);
  });

  it('sends again over its own failed cluster when it is retried', async () => {
    const { run, arm } = create({ body: standing(ours, 'Failed') });
    expect(await run()).toMatchObject({ outcome: 'done' });
    expect(arm.ledger).toHaveLength(1);
  });

  it.each([['throttled'], ['conflict']] as const)(
    'comes again after %s, as ARM says, and that is no attempt',
    async (kind) => {
      const { run, arm } = create({ memory: { nameCheckedAt: justNow() } });
      arm.faults.push({ on: 'put', error: armError(kind, 17) });
      expect(await run()).toMatchObject({
        outcome: 'again',
        afterSeconds: 17,
        attempt: false,
        memory: { submitting: false },
      });
    },
  );

  it('stays "submitting" where the answer was lost', async () => {
    const { run, arm, remembered } = create({ memory: { nameCheckedAt: justNow() } });
    arm.faults.push({ on: 'put', after: true, error: armError('transient') });
    await expect(run()).rejects.toMatchObject({ maybeAccepted: true });
    expect(remembered).toHaveLength(1);
  });

  it('looks at once after a 5xx: what was answered is no longer on its way', async () => {
    const { run, arm } = create({ memory: { nameCheckedAt: justNow() } });
    const error = new ArmError('transient', armError('transient').error, 503, undefined, true);
    arm.faults.push({ on: 'put', error });
    const outcome = await run();
    expect(outcome).toMatchObject({ outcome: 'again', attempt: false });
    const memory = { submitting: true, ...('memory' in outcome && outcome.memory) };
    const next = create({ memory });
    expect(await next.run()).toMatchObject({ outcome: 'done' });
    expect(next.arm.calls).toEqual(['get', 'put']);
  });

  it('fails with what ARM refuses, and says so on the resource', async () => {
    const { run, arm } = create({ memory: { nameCheckedAt: justNow() } });
    arm.faults.push({ on: 'put', error: armError('refused') });
    expect(await run()).toMatchObject({
      outcome: 'failed',
      facts: { provisioningState: 'FAILED', provisioningErrors: [{ code: 'refused' }] },
    });
  });
});

describe('checking a name', () => {
  const check = (body?: ArmBody) =>
    given('COMPUTE_CLUSTER_CREATE', 'check name', { ...(body && { body }) }).run();

  it('waits until an earlier one of this name is gone', async () => {
    expect(await check(standing(theirs, 'Deleting'))).toMatchObject({
      outcome: 'wait',
      watch: { until: 'GONE' },
    });
  });

  it('is content with a free name and with our own cluster', async () => {
    expect(await check()).toMatchObject({ outcome: 'done' });
    expect(await check(standing(ours))).toMatchObject({ outcome: 'done' });
  });

  it.each([
    ['carries other tags', { theirs: 'x' }],
    ['is as asked, without tags, and nothing was sent yet', null],
  ])('gives the name back where what has it %s', async (_what, tags) => {
    expect(await check(standing(tags))).toMatchObject({
      outcome: 'failed',
      facts: { gone: true },
    });
  });
});

describe('putting a changed compute', () => {
  const update = (options: Parameters<typeof given>[2]) =>
    given('COMPUTE_CLUSTER_UPDATE', 'put compute', options);
  const submitting = { memory: { submitting: true, wrote: true, submittedAt: longAgo } };

  it('waits while somebody else changes it', async () => {
    const { run, arm } = update({ body: standing(theirs, 'Updating') });
    expect(await run()).toMatchObject({ outcome: 'again', attempt: false });
    expect(arm.ledger).toEqual([]);
  });

  it('adopts what a dead worker sent, and sends what did not arrive', async () => {
    const arrived = update({ ...submitting, body: standing(ours, 'Updating') });
    expect(await arrived.run()).toMatchObject({ outcome: 'done', rawState: 'Updating' });
    expect(arrived.arm.ledger).toEqual([]);
    const lost = update({ ...submitting, body: standing(theirs) });
    expect(await lost.run()).toMatchObject({ outcome: 'done' });
    expect(lost.arm.ledger).toHaveLength(1);
  });

  it('fails where there is nothing to change', async () => {
    expect(await update({}).run()).toMatchObject({
      outcome: 'failed',
      error: { code: 'NOT_FOUND_IN_AZURE' },
    });
  });
});

describe('awaiting and verifying', () => {
  const create = (name: string, options: Parameters<typeof given>[2]) =>
    given('COMPUTE_CLUSTER_CREATE', name, options).run();

  it('does not take the end of the operation for success', async () => {
    expect(await create('verify compute', { body: standing(ours, 'Failed') })).toMatchObject({
      outcome: 'failed',
      error: { code: 'PROVISIONING_FAILED' },
      facts: { provisioningState: 'FAILED' },
    });
  });

  it('asks the resource where there is no poll URL, and waits for its state', async () => {
    expect(await create('await compute', { body: standing(ours, 'Creating') })).toMatchObject({
      outcome: 'wait',
      watch: { until: 'PRESENT' },
    });
    const body = standing(ours);
    expect(await create('await compute', { body })).toMatchObject({ outcome: 'done', seen: body });
  });

  it('reads what the wait has just read no second time', async () => {
    const { run, arm } = given('COMPUTE_CLUSTER_CREATE', 'verify compute', {
      seen: standing(ours),
    });
    expect(await run()).toMatchObject({ outcome: 'done' });
    expect(arm.calls).toEqual([]);
  });

  it('reads once more before it calls a field ignored', async () => {
    const body = standing(ours);
    body['location'] = 'westus2';
    expect(await create('verify compute', { body })).toMatchObject({ outcome: 'again' });
    expect(await create('verify compute', { body, memory: { readTwice: true } })).toMatchObject({
      outcome: 'failed',
      error: { code: 'FIELD_IGNORED_BY_AZURE', target: 'location' },
    });
  });

  it('says of a wrong size that Azure kept an old one', async () => {
    const body = standing(ours);
    body['properties'] = {
      properties: { vmSize: 'STANDARD_NC6', scaleSettings: { maxNodeCount: 4 } },
    };
    const outcome = await create('verify compute', { body, memory: { readTwice: true } });
    expect(outcome).toMatchObject({ error: { target: 'vmSize' } });
    expect(JSON.stringify(outcome)).toContain('new name');
  });
});

describe('deleting', () => {
  it('sends nothing for what is not there', async () => {
    const { run, arm } = given('COMPUTE_CLUSTER_DELETE', 'delete compute');
    expect(await run()).toMatchObject({ outcome: 'done', memory: { nothingThere: true } });
    expect(arm.calls).toEqual(['get']);
  });

  it('is over with a 404 of the resource only', async () => {
    const memory = {};
    const still = given('COMPUTE_CLUSTER_DELETE', 'await deletion', {
      memory,
      body: standing(ours, 'Deleting'),
    });
    expect(await still.run()).toMatchObject({ outcome: 'wait', watch: { until: 'GONE' } });
    const gone = given('COMPUTE_CLUSTER_DELETE', 'await deletion', { memory });
    expect(await gone.run()).toMatchObject({ outcome: 'done', facts: { gone: true } });
  });

  it('fails in the end where Azure took it and it still stands', async () => {
    const options = { body: standing(ours) };
    const first = given('COMPUTE_CLUSTER_DELETE', 'await deletion', options);
    expect(await first.run()).toMatchObject({ outcome: 'again', memory: { looks: 1 } });
    const last = given('COMPUTE_CLUSTER_DELETE', 'await deletion', {
      ...options,
      memory: { looks: 4 },
    });
    expect(await last.run()).toMatchObject({ outcome: 'failed', error: { code: 'NOT_DELETED' } });
  });
});

describe('every kind', () => {
  it.each(kinds.operations)('$kind has steps of different names', ({ steps, compensation }) => {
    const names = [...steps, ...(compensation ?? [])].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('that makes something can be undone, and no other', () => {
    const undone = kinds.operations.filter(({ compensation }) => compensation);
    const making = kinds.operations.filter(({ kind }) =>
      /_(CREATE|INSTALL|ATTACH|PROVISION)$/.test(kind),
    );
    expect(undone).toEqual(making);
    expect(making.length).toBeGreaterThanOrEqual(6);
  });
});
