import { claimUnderKills } from '../../test/support/claim-under-kills.js';
import type { Finding } from '../support/finding.js';

const scale = { workspaces: 200, computes: 20, kills: 4 };

/** 200 workspaces with 4,000 computes claimed at what Azure allows of reads, workers killed in the middle: how long, and whether each is there once. */
export async function measureClaim(): Promise<Finding[]> {
  const { status, seconds, rows, ids, unmanaged, throttled, reads } = await claimUnderKills(scale);
  const wanted = 1 + scale.workspaces + scale.workspaces * scale.computes;
  const line = (what: string, measured: string, aim: string): Finding => ({ what, measured, aim });
  return [
    line(
      '200 workspaces, 4,000 computes claimed',
      `${status} in ${seconds.toFixed(0)} s`,
      'SUCCEEDED',
    ),
    line(
      'each there once, as the team’s',
      `${rows} rows, ${ids} ids, ${unmanaged} unmanaged`,
      `${wanted}, ${wanted}, 0`,
    ),
    line('reads of Azure meanwhile', `${reads}, ${(reads / seconds).toFixed(1)}/s`, '≤ 25/s'),
    line('refused as too many', String(throttled), '0'),
  ];
}
