import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holdRepeats } from './hold-repeats.js';

interface Line {
  msg: string;
  times?: number;
}

let lines: Line[];
let log: pino.Logger;

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Line);
  log = pino({ hooks: { logMethod: holdRepeats() } }, { write });
});
afterEach(() => void vi.useRealTimers());

const told = () => lines.map(({ msg, times }) => (times === undefined ? msg : `${msg} x${times}`));

describe('a cause that repeats', () => {
  it('is told once, then counted once a minute, and told anew after it was over', () => {
    for (let n = 0; n < 10_000; n += 1) log.warn({ err: new Error('CROSSSLOT') }, 'queue');
    expect(told()).toEqual(['queue']);
    vi.advanceTimersByTime(60_000);
    expect(told()).toEqual(['queue', 'queue x9999']);
    vi.advanceTimersByTime(120_000);
    log.warn({ err: new Error('CROSSSLOT') }, 'queue');
    expect(told()).toEqual(['queue', 'queue x9999', 'queue']);
  });

  it('is the same one whatever ids, ports and counts are in it', () => {
    for (let n = 0; n < 100; n += 1) {
      const message = `job 01a1fc7c-8a11-7${n}aa failed at 127.0.0.1:${40_000 + n}`;
      log.error({ error: 'Error', message, operationId: `${n}` }, 'a step threw');
    }
    expect(told()).toEqual(['a step threw']);
  });

  it('is told apart from others', () => {
    log.warn({ err: new Error('away') }, 'queue');
    log.warn({ err: new Error('away') }, 'relaying the outbox');
    log.warn({ err: new Error('full') }, 'queue');
    log.warn({ err: new TypeError('full') }, 'queue');
    expect(told()).toEqual(['queue', 'relaying the outbox', 'queue', 'queue']);
  });
});

it('what is no failure, and the end of a process, are told each time', () => {
  for (let n = 0; n < 3; n += 1) {
    log.info({ err: new Error('same') }, 'answered');
    log.warn({ code: 'same' }, 'a row was read only in part');
    log.fatal({ err: new Error('same') }, 'the worker ends');
  }
  expect(lines).toHaveLength(9);
});
