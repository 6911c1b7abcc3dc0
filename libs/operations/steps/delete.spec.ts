import { describe, expect, it } from 'vitest';
import { givenStep, ours, standing } from '../../../test/support/given-step.js';

describe('deleting', () => {
  it('sends nothing for what is not there', async () => {
    const { run, arm } = givenStep('COMPUTE_CLUSTER_DELETE', 'delete compute');
    expect(await run()).toMatchObject({ outcome: 'done', memory: { nothingThere: true } });
    expect(arm.calls).toEqual(['get']);
  });

  it('is over with a 404 of the resource only', async () => {
    const memory = {};
    const still = givenStep('COMPUTE_CLUSTER_DELETE', 'await deletion', {
      memory,
      body: standing(ours, 'Deleting'),
    });
    expect(await still.run()).toMatchObject({ outcome: 'wait', watch: { until: 'GONE' } });
    const gone = givenStep('COMPUTE_CLUSTER_DELETE', 'await deletion', { memory });
    expect(await gone.run()).toMatchObject({ outcome: 'done', facts: { gone: true } });
  });

  it('fails in the end where Azure took it and it still stands', async () => {
    const options = { body: standing(ours) };
    const first = givenStep('COMPUTE_CLUSTER_DELETE', 'await deletion', options);
    expect(await first.run()).toMatchObject({ outcome: 'again', memory: { looks: 1 } });
    const last = givenStep('COMPUTE_CLUSTER_DELETE', 'await deletion', {
      ...options,
      memory: { looks: 4 },
    });
    expect(await last.run()).toMatchObject({ outcome: 'failed', error: { code: 'NOT_DELETED' } });
  });
});
