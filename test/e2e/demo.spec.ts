import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const entry = join(import.meta.dirname, '../../dist/apps/launcher/src/demo.main.js');

interface DemoRun {
  exitCode: number | string | null;
  output: string;
}

/** `npm run demo` as it was built; what it says goes to a pipe. */
function runDemo(...options: string[]): Promise<DemoRun> {
  const { promise, resolve } = Promise.withResolvers<DemoRun>();
  execFile(process.execPath, [entry, ...options], { timeout: 280_000 }, (error, stdout, stderr) =>
    resolve({ exitCode: error ? (error.code ?? null) : 0, output: stdout + stderr }),
  );
  return promise;
}

describe('npm run demo', { timeout: 300_000 }, () => {
  it('does the main job, shows what is left of it, and exits 0', async () => {
    const { exitCode, output } = await runDemo();
    expect(output).toContain('All ended as it should');
    expect(exitCode).toBe(0);
    expect(output).toMatch(/Warning .*westus2.*eastus/);
    expect(output).toMatch(/lowpriocluster: compute cluster delete, SUCCEEDED/);
    expect(output).toMatch(/compute_cluster\.create\.\w+\s+cpu-cluster/);
    expect(output).toContain('costCenter=CC-4711 (TEAM_DEFAULT)');
    expect(output).toMatch(/whole: \d+ events fit/);
  });

  it('exits 1 and says why when Azure has no quota for a cluster', async () => {
    const { exitCode, output } = await runDemo('--fail-with', 'ClusterMinNodesExceedCoreQuota');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/compute cluster create of cpu ended FAILED in step ".+": \w+: .*quota/);
    expect(output).toContain('What to do:');
    expect(output).toContain('cpu-cluster: compute cluster create, SUCCEEDED');
  });
});
