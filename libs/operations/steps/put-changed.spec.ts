import { describe, expect, it } from 'vitest';
import {
  givenStep,
  longAgo,
  ours,
  standing,
  theirs,
  type StepGiven,
} from '../../../test/support/given-step.js';

describe('putting a changed compute', () => {
  const update = (options: StepGiven) =>
    givenStep('COMPUTE_CLUSTER_UPDATE', 'put compute', options);
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
