import { describe, expect, it } from 'vitest';
import { createRepetitionFilter, summariseLogLine } from './summarise-log.js';

describe('summariseLogLine', () => {
  it('shows errors of the structured log in a few words', () => {
    const line = '{"level":50,"time":1,"msg":"relaying the outbox: no connection","stack":"…"}';
    expect(summariseLogLine('worker', line, 'stdout')).toBe(
      'worker: relaying the outbox: no connection',
    );
  });

  it('leaves what is no error to the log file', () => {
    expect(
      summariseLogLine('api', '{"level":30,"msg":"request completed"}', 'stdout'),
    ).toBeUndefined();
    expect(summariseLogLine('api', 'plain words', 'stdout')).toBeUndefined();
  });

  it('shows what a process says on stderr when it breaks', () => {
    expect(summariseLogLine('api', 'Error: no such file', 'stderr')).toBe(
      'api: Error: no such file',
    );
    expect(summariseLogLine('api', '', 'stderr')).toBeUndefined();
    expect(summariseLogLine('api', '{ not json', 'stderr')).toBe('api: { not json');
  });
});

describe('createRepetitionFilter', () => {
  it('lets the same text through once a minute', () => {
    let nowMs = 0;
    const isNew = createRepetitionFilter(() => nowMs);
    expect([isNew('a'), isNew('a'), isNew('b')]).toEqual([true, false, true]);
    nowMs = 60_000;
    expect(isNew('a')).toBe(true);
  });
});
