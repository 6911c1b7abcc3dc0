import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

/** A process that logs; `mark` writes to stdout past the log. It ends once its stdin does. */
function logging(text: string) {
  const log = new URL('../../dist/libs/log/index.js', import.meta.url).href;
  const start = `import { writeSync } from 'node:fs'; import { createLog } from '${log}';
    const log = createLog({ process: 'worker', level: 'info' });
    const mark = (text) => writeSync(1, text + '\\n');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', start + text], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (came: string) => (out += came));
  return {
    /** What was logged and marked so far, in its order. */
    said: () =>
      out
        .split('\n')
        .flatMap((line) =>
          line.startsWith('{') ? (JSON.parse(line) as { msg: string }).msg : line || [],
        ),
    end: async () => {
      child.stdin.end();
      await once(child, 'close');
    },
  };
}

describe('what a process logs', () => {
  it('waits for more; a warning goes out at once with all before it; nothing is left when it exits', async () => {
    const { said, end } = logging(`log.info('first'); mark('after the first');
      log.warn('second'); mark('after the second'); log.info('third'); process.exit();`);
    await end();
    expect(said()).toEqual(['after the first', 'first', 'second', 'after the second', 'third']);
  });

  it('goes out soon where nothing follows', async () => {
    const { said, end } = logging(`log.info('alone'); process.stdin.resume();`);
    await expect.poll(said, { timeout: 20_000 }).toEqual(['alone']);
    await end();
  });
});
