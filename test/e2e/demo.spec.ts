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

const fireTime = String.raw`\d{4}-\d\d-\d\dT1[67]:00:00\.000Z`;
const evening = String.raw`STOP by 0 18 \* \* \* Europe/Berlin \(in Azure: W\. Europe Standard Time\)`;

describe('npm run demo', { timeout: 300_000 }, () => {
  it('does the main job and the lab, shows what is left of them, and exits 0', async () => {
    const { exitCode, output } = await runDemo();
    expect(output).toContain('All ended as it should');
    expect(exitCode).toBe(0);
    expect(output).toMatch(/Warning .*westus2.*eastus/);
    expect(output).toMatch(/lowpriocluster: compute cluster delete, SUCCEEDED/);
    expect(output).toMatch(/compute_cluster\.create\.\w+\s+cpu-cluster/);
    expect(output).toContain("folding: POLICY_DENIED: Policy 'nothing runs unasked'");
    expect(output).toMatch(
      /folding: planned: 0 to \d+\.\d+ USD an hour, \d+\.\d+ a month at 20 hours/,
    );
    expect(output).toContain('folding: awaits approval; nothing is sent to Azure before');
    expect(output).toMatch(/Ben +compute_cluster\.create\.approved +folding/);
    expect(output).toContain('folding: compute cluster create, SUCCEEDED');
    expect(output).toContain('costCenter=CC-4711 (TEAM_DEFAULT)');
    expect(output).toMatch(/whole: \d+ events fit/);
    expect(output).toMatch(/ada-box: RUNNING, Jupyter https:\/\/ada-box\S+, Jupyter Lab https:/);
    expect(output).toMatch(new RegExp(`${evening}, next ${fireTime}, ${fireTime}, ${fireTime}`));
    expect(output).toContain('ada-box: stopComputeInstance is a noop');
    expect(output).toContain('ada-box: stop instance SKIPPED');
    expect(output).toContain('ada-box: compute instance start SUCCEEDED');
    expect(output).toContain('course: resource group delete, SUCCEEDED');
    const vanished = output.slice(output.indexOf('Vanished with the resource group'));
    expect(vanished).toMatch(/compute_instance\.vanished +ada-box +armature +[0-9a-f]{12}/);
    expect(vanished).toMatch(/compute_cluster\.vanished +course-cluster +armature +[0-9a-f]{12}/);
    expect(vanished).toMatch(/workspace\.vanished +course-workspace +armature +[0-9a-f]{12}/);
    expect(output).not.toMatch(/^ {2}(course|ada-box).*costCenter/m);
  });

  it('hires a company, where everybody has the roles of their groups and may do what they allow', async () => {
    const { exitCode, output } = await runDemo('company');
    expect(output).toContain('All ended as it should');
    expect(exitCode).toBe(0);
    expect(output).toContain('30 teams stand, and 92 groups of Entra ID have their roles');
    expect(output).toContain('200 people signed in');
    const may = (who: string) => new RegExp(`${who} +(.*)`).exec(output)?.[1]?.split(/ +/);
    const inTeam = ['yes', 'yes', 'NOT_FOUND'];
    const forbidden = ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'];
    expect(may(String.raw`\(administrator\)`)).toEqual(Array.from({ length: 6 }, () => 'yes'));
    expect(may(String.raw`\(team admin\)`)).toEqual([...inTeam, 'yes', 'yes', 'FORBIDDEN']);
    for (const who of ['operator', 'researcher', 'in 206 groups'])
      expect(may(String.raw`\(${who}\)`)).toEqual([...inTeam, ...forbidden]);
    for (const who of ['a bot with a key', 'Nightly pipeline'])
      expect(may(who)).toEqual([...inTeam, ...forbidden]);
    expect(may(String.raw`\(viewer\)`)).toEqual(['yes', 'FORBIDDEN', 'NOT_FOUND', ...forbidden]);
    expect(may(String.raw`\(auditor\)`)).toEqual(['yes', 'FORBIDDEN', 'FORBIDDEN', ...forbidden]);
    expect(output).toMatch(/was disabled: the token counted no more/);
    expect(output).toMatch(/whole: \d+ events fit/);
  });

  it('knows two demos', async () => {
    const { exitCode, output } = await runDemo('compny');
    expect(exitCode).toBe(1);
    expect(output).toContain('npm run demo -- company');
  });

  it('exits 1 and says why when Azure has no quota for a cluster', async () => {
    const { exitCode, output } = await runDemo('--fail-with', 'ClusterMinNodesExceedCoreQuota');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/compute cluster create of cpu ended FAILED in step ".+": \w+: .*quota/);
    expect(output).toContain('What to do:');
    expect(output).toContain('cpu-cluster: compute cluster create, SUCCEEDED');
  });
});
