import { describe, expect, it } from 'vitest';
import { Timeline } from './timeline.js';

const playing = (): { timeline: Timeline; played: string[] } => {
  const timeline = new Timeline();
  const played: string[] = [];
  timeline.on('thing', (key, atMs) => void played.push(`${key}@${atMs}`));
  return { timeline, played };
};

describe('the timeline', () => {
  it('plays in order of time, whatever the order of scheduling', () => {
    const { timeline, played } = playing();
    const times = Array.from({ length: 200 }, (_, index) => (index * 7919) % 1009);
    for (const atMs of times) timeline.schedule({ atMs, kind: 'thing', key: 'k' });
    timeline.settle(2000);
    expect(played).toEqual(times.toSorted((a, b) => a - b).map((atMs) => `k@${atMs}`));
  });

  it('plays what is due and nothing else, and each once', () => {
    const { timeline, played } = playing();
    for (const atMs of [10, 20, 30]) timeline.schedule({ atMs, kind: 'thing', key: 'k' });
    timeline.settle(20);
    timeline.settle(20);
    expect(played).toEqual(['k@10', 'k@20']);
  });

  it('plays what playing leads to, at its own time', () => {
    const timeline = new Timeline();
    const played: number[] = [];
    timeline.on('thing', (key, atMs) => {
      played.push(atMs);
      if (atMs < 40) timeline.schedule({ atMs: atMs + 10, kind: 'thing', key });
    });
    timeline.schedule({ atMs: 10, kind: 'thing', key: 'k' });
    timeline.settle(35);
    expect(played).toEqual([10, 20, 30]);
  });
});
