import { expect, it } from 'vitest';
import { claimUnderKills } from '../support/claim-under-kills.js';

it('a claim finds each once, within what Azure allows, while its workers are killed in the middle', async () => {
  const outcome = await claimUnderKills({ workspaces: 24, computes: 4, kills: 2 });
  expect(outcome).toMatchObject({ status: 'SUCCEEDED', throttled: 0, unmanaged: 0 });
  expect(outcome.rows).toBe(1 + 24 + 24 * 4);
  expect(outcome.ids).toBe(outcome.rows);
}, 120_000);
