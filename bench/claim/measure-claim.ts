import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asked, Measured } from './claim.run.js';
import type { Finding } from '../support/finding.js';

const scale: Asked = { workspaces: 200, computes: 20, kills: 4, changed: 200 };

/**
 * 200 workspaces with 4,000 computes claimed at what Azure allows of reads, workers killed in the middle: how long, and whether each is there
 * once; and whether 200 that are changed keep what is not ours.
 */
export async function measureClaim(): Promise<Finding[]> {
  const { claim, changed } = measure(scale);
  const { status, seconds, kills, rows, ids, unmanaged, throttled, reads } = claim;
  const wanted = 1 + scale.workspaces + scale.workspaces * scale.computes;
  const allowed = 250 + 25 * seconds;
  const line = (what: string, measured: string, aim: string): Finding => ({ what, measured, aim });
  return [
    line(
      '200 workspaces, 4,000 computes claimed',
      `${status} in ${seconds.toFixed(0)} s, ${kills} kills`,
      'SUCCEEDED',
    ),
    line(
      'each there once, as the team’s',
      `${rows} rows, ${ids} ids, ${unmanaged} unmanaged`,
      `${wanted}, ${wanted}, 0`,
    ),
    line(
      'reads of Azure meanwhile, sweeps included',
      `${reads}, ${(reads / seconds).toFixed(1)}/s`,
      `≤ ${allowed.toFixed(0)}: 25/s and 250 at once`,
    ),
    line('refused as too many', String(throttled), '0'),
    line(
      `bodies of ${scale.changed} claimed computes, byte for byte, after scaling or stopping and tagging`,
      `${changed.harmed.length} of ${changed.writes} harmed, ${changed.left} left after deletion, ${changed.seconds.toFixed(0)} s`,
      `0 of ${2 * scale.changed}, 0`,
    ),
    line('load of the machine', String(loadavg()[0]?.toFixed(1)), ''),
  ];
}

/** In a process of its own: what it starts belongs to the tests. Throws where it does not come to an end. */
function measure(asked: Asked): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'armature-bench-claim-'));
  const file = join(folder, 'measured.json');
  const vitest = ['vitest', 'run', '--root', '.', '--config', 'bench/claim/vitest.config.ts'];
  try {
    const { status } = spawnSync('npx', vitest, {
      stdio: ['ignore', 2, 2],
      env: {
        ...process.env,
        ARMATURE_CLAIM_ASKED: JSON.stringify(asked),
        ARMATURE_CLAIM_MEASURED: file,
      },
    });
    if (status !== 0) throw new Error('the claim has not come to its end');
    return JSON.parse(readFileSync(file, 'utf8')) as Measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
