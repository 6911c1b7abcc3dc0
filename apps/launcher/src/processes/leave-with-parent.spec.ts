import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { findBuilt } from './find-built.js';

const preload = findBuilt('apps/launcher/src/processes/leave-with-parent.js');

/** A process with the preload that runs `code`, and has said that it is ready. */
async function startChild(code: string) {
  const child = spawn(
    process.execPath,
    ['--import', preload, '--eval', `${code}; process.send('ready')`],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    },
  );
  await once(child, 'message');
  return child;
}

async function endWithoutParent(code: string): Promise<unknown[]> {
  const child = await startChild(`setInterval(() => {}, 1e6); ${code}`);
  child.disconnect();
  return once(child, 'exit');
}

describe('a process whose launcher is gone', () => {
  it('asks itself to stop', async () => {
    expect(await endWithoutParent(`process.on('SIGTERM', () => process.exit(7))`)).toEqual([
      7,
      null,
    ]);
  });

  it('is killed when its main thread is blocked while it stops', async () => {
    const block = `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`;
    const code = `process.on('exit', () => ${block}); process.on('SIGTERM', () => process.exit(0))`;
    expect(await endWithoutParent(code)).toEqual([null, 'SIGKILL']);
  });
});
