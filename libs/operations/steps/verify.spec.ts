import { describe, expect, it } from 'vitest';
import { givenStep, ours, standing, type StepGiven } from '../../../test/support/given-step.js';

describe('awaiting and verifying', () => {
  const create = (name: string, options: StepGiven) =>
    givenStep('COMPUTE_CLUSTER_CREATE', name, options).run();

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
    const { run, arm } = givenStep('COMPUTE_CLUSTER_CREATE', 'verify compute', {
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
