import { describe, expect, it } from 'vitest';
import { readReadiness, type Health } from './read-readiness.js';

const nothingDue = {
  oldestDueSeconds: 0,
  oldestLookSeconds: 0,
  undelivered: {
    count: 0,
    oldestSeconds: 0,
  },
};
const health = (overrides: Partial<Health> = {}): Health => ({
  dueWork: async () => nothingDue,
  isAnswering: async () => true,
  idleSeconds: () => 3_600,
  azureProblems: () => [],
  ...overrides,
});

describe('a worker is ready', () => {
  it('where there is nothing to do', async () => {
    expect(await readReadiness(health())).toEqual({
      ready: true,
      ...nothingDue,
    });
  });

  it('with a queue of minutes before it, of which it takes its share', async () => {
    const busy = health({
      dueWork: async () => ({ ...nothingDue, oldestDueSeconds: 600, oldestLookSeconds: 600 }),
      idleSeconds: () => 2,
    });
    expect(await readReadiness(busy)).toMatchObject({ ready: true, oldestDueSeconds: 600 });
  });

  it('while a burst of reminders is on its way', async () => {
    const burst = health({
      dueWork: async () => ({ ...nothingDue, undelivered: { count: 5_000, oldestSeconds: 4 } }),
    });
    expect(await readReadiness(burst)).toMatchObject({ ready: true });
  });
});

describe('a worker is not ready', () => {
  it('where reminders do not reach the queue, and says how many and for how long', async () => {
    const stuck = health({
      dueWork: async () => ({ ...nothingDue, undelivered: { count: 3, oldestSeconds: 21.4 } }),
    });
    expect(await readReadiness(stuck)).toMatchObject({
      ready: false,
      undelivered: { count: 3 },
      problems: [
        expect.stringContaining('3 reminders do not reach the queue, the oldest for 21 s'),
      ],
    });
  });

  it('where work is due and it takes none', async () => {
    const starved = health({
      dueWork: async () => ({ ...nothingDue, oldestDueSeconds: 61 }),
      idleSeconds: () => 75,
    });
    expect(await readReadiness(starved)).toMatchObject({
      ready: false,
      problems: [expect.stringContaining('due for 61 s, and this worker has taken none for 75 s')],
    });
  });

  it('where looks are due and it makes none', async () => {
    const blind = health({
      dueWork: async () => ({ ...nothingDue, oldestLookSeconds: 90 }),
      idleSeconds: (work) => (work === 'looks' ? 80 : 0),
    });
    expect(await readReadiness(blind)).toMatchObject({
      ready: false,
      problems: [expect.stringContaining('due for 90 s, and this worker has looked at nothing')],
    });
  });

  it('where the database answers others, and not over the connections that it holds', async () => {
    const held = health({ isAnswering: async () => false });
    expect(await readReadiness(held)).toMatchObject({
      ready: false,
      problems: [expect.stringContaining('not over the connections that this worker holds')],
    });
  });

  it('without its database, and goes on telling of Azure', async () => {
    const problem = { code: 'AADSTS7000215', message: 'Invalid.', remedy: 'Make a new one.' };
    const alone = health({
      dueWork: () => Promise.reject(new Error('away')),
      azureProblems: () => [problem],
    });
    expect(await readReadiness(alone)).toEqual({
      ready: false,
      problems: ['The database does not answer.'],
      azure: [problem],
    });
  });
});
