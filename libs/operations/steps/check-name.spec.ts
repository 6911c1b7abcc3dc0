import { describe, expect, it } from 'vitest';
import type { ArmBody } from '../arm.port.js';
import { givenStep, ours, standing, theirs } from '../../../test/support/given-step.js';

describe('checking a name', () => {
  const check = (body?: ArmBody) =>
    givenStep('COMPUTE_CLUSTER_CREATE', 'check name', { ...(body && { body }) }).run();

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
