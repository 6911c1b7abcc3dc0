import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { claimUnderKills, type ClaimScale } from '../../test/support/claim-under-kills.js';

const { ARMATURE_CLAIM_SCALE: scale = '', ARMATURE_CLAIM_OUTCOME: file = '' } = process.env;

it('a claim at the scale that is asked for', async () => {
  const outcome = await claimUnderKills(JSON.parse(scale) as ClaimScale);
  await writeFile(file, JSON.stringify(outcome));
  expect(outcome.status).toBe('SUCCEEDED');
}, 1_800_000);
