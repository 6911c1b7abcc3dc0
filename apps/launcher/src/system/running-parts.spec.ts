import { describe, expect, it } from 'vitest';
import { RunningParts } from './running-parts.js';

function given() {
  const parts = new RunningParts();
  const ended: string[] = [];
  const part = (name: string) => async (forced: boolean) =>
    void ended.push(forced ? `${name} by force` : name);
  return { parts, ended, part };
}

describe('RunningParts', () => {
  it('ends the last one first, once', async () => {
    const { parts, ended, part } = given();
    parts.add(part('database'));
    parts.add(part('api'), part('worker'));
    await Promise.all([parts.stop(), parts.stop()]);
    expect(ended).toEqual(['api', 'worker', 'database']);
  });

  it('ends the others when one fails to end', async () => {
    const { parts, ended, part } = given();
    parts.add(part('database'));
    parts.add(() => Promise.reject(new Error('stuck')));
    await parts.stop();
    expect(ended).toEqual(['database']);
  });

  it('does not wait for one that hangs when asked again with force', async () => {
    const { parts, ended, part } = given();
    parts.add(part('database'));
    let letGo = () => {};
    parts.add(async (forced) => {
      if (forced) letGo();
      else await new Promise<void>((resolve) => (letGo = resolve));
    });
    const patient = parts.stop();
    await parts.stop(true);
    await patient;
    expect(ended).toContain('database by force');
  });
});
