import { writeFile } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import { changeClaimed, type Changed } from '../../test/support/change-claimed.js';
import {
  claimUnderKills,
  type ClaimOutcome,
  type ClaimScale,
} from '../../test/support/claim-under-kills.js';

/** What is measured, as `measure-claim.ts` asks for it. */
export interface Asked extends ClaimScale {
  /** Claimed computes that are scaled or stopped, tagged and deleted. */
  changed: number;
}

/** What came of it. */
export interface Measured {
  claim: ClaimOutcome;
  changed: Changed;
}

const { ARMATURE_CLAIM_ASKED: text = '', ARMATURE_CLAIM_MEASURED: file = '' } = process.env;
const asked = JSON.parse(text) as Asked;
const measured: Partial<Measured> = {};
afterAll(() => writeFile(file, JSON.stringify(measured)));

const longestMs = 1_800_000;

it(
  'a claim at the scale that is asked for',
  async () => {
    measured.claim = await claimUnderKills(asked);
    expect(measured.claim.status).toBe('SUCCEEDED');
  },
  longestMs,
);

it(
  'changes of what was claimed',
  async () => {
    measured.changed = await changeClaimed(asked.changed);
    expect(measured.changed.left).toBe(0);
  },
  longestMs,
);
