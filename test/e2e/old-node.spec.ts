import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemOfNode } from '../../libs/node-version/problem-of-node.js';

const root = join(import.meta.dirname, '../..');
const entries = globSync('apps/**/{main,*.main}.ts', { cwd: root }).toSorted();

/** A Node on this machine that is too old for what is built. */
function findOldNode(): string | undefined {
  const found = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'));
  return found.find((node) => {
    const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    return stdout?.startsWith('v') && problemOfNode(stdout.slice(1).trim()) !== undefined;
  });
}

const oldNode = findOldNode();

describe('every process', () => {
  it('is known', () => {
    expect(entries).toContain('apps/worker/src/main.ts');
    expect(entries.length).toBeGreaterThan(10);
  });

  it.each(entries)('looks at its Node before it loads anything else: %s', (entry) => {
    expect(readFileSync(join(root, entry), 'utf8')).toMatch(/^import '#libs\/node-version';\n/);
  });

  it.skipIf(oldNode === undefined).each(entries)('says which Node it wants: %s', (entry) => {
    const built = join(root, 'dist', entry.replace(/\.ts$/, '.js'));
    const { status, stdout, stderr } = spawnSync(oldNode!, [built], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^Node 24\.16\.0 or newer is needed, and this is .+\n$/,
      ) as string,
    });
  });

  it.skipIf(oldNode === undefined)('is reached by npm scripts on an old Node too', () => {
    const script = join(root, 'scripts/build-if-needed.js');
    expect(execFileSync(oldNode!, ['--check', script], { encoding: 'utf8' })).toBe('');
  });
});
