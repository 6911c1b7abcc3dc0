import type { RequestContext } from '#libs/verbs';
import { describe, expect, it } from 'vitest';
import { LiveReads } from './live-reads.js';

const request = (): RequestContext => ({}) as RequestContext;

describe('what is asked of Azure live', () => {
  it('is asked once where many ask at the same time, and kept', async () => {
    const reads = new LiveReads<{ value: number }>(60_000);
    let asked = 0;
    const ask = async () => ({ value: (asked += 1) });
    const answers = await Promise.all([1, 2, 3].map(() => reads.read(request(), '/a', ask)));
    expect(answers).toEqual([{ value: 1 }, { value: 1 }, { value: 1 }]);
    expect(asked).toBe(1);
  });

  it('is not asked again at once where Azure failed', async () => {
    const reads = new LiveReads<object>(60_000);
    let asked = 0;
    const ask = async (): Promise<object> => {
      asked += 1;
      throw new Error('no answer');
    };
    await expect(reads.read(request(), '/a', ask)).rejects.toThrow('no answer');
    await expect(reads.read(request(), '/a', ask)).rejects.toThrow('no answer');
    expect(asked).toBe(1);
  });

  it('is refused beyond ten in one request, whatever is asked, and costs nothing then', async () => {
    const [sizes, nodes] = [new LiveReads<object>(60_000), new LiveReads<object>(60_000)];
    const one = request();
    let asked = 0;
    const ask = async () => ({ asked: (asked += 1) });
    for (let at = 0; at < 5; at += 1) {
      await sizes.read(one, `/${at}`, ask);
      await nodes.read(one, `/${at}`, ask);
    }
    await expect(sizes.read(one, '/new', ask)).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(asked).toBe(10);
    await expect(sizes.read(request(), '/new', ask)).resolves.toEqual({ asked: 11 });
  });
});
