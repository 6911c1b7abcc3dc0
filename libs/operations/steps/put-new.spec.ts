import { describe, expect, it } from 'vitest';
import { armError } from '../../../test/support/fake-arm.js';
import {
  givenStep,
  justNow,
  longAgo,
  ours,
  standing,
  theirs,
  type StepGiven,
} from '../../../test/support/given-step.js';
import { ArmError } from '../arm.port.js';

describe('putting a new compute', () => {
  const create = (options: StepGiven) =>
    givenStep('COMPUTE_CLUSTER_CREATE', 'put compute', options);
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
