import { expect, it } from 'vitest';
import { Changes, type Change } from './follow-changes.js';

async function givenChanges() {
  let tell: (change: Change) => void = () => undefined;
  const changes = new Changes((on) => {
    tell = on;
    return { ready: Promise.resolve(), close: () => Promise.resolve() };
  });
  await changes.onModuleInit();
  return {
    changes,
    tell: (operationId: string) => tell({ topic: 'operation.changed', operationId }),
  };
}

it('hears what changes between its call and the first time that somebody asks', async () => {
  const { changes, tell } = await givenChanges();
  const heard = changes.follow(new AbortController().signal, () => true);
  tell('one');
  tell('two');
  expect(await heard.next()).toMatchObject({ value: { change: { operationId: 'one' } } });
  expect(await heard.next()).toMatchObject({ value: { change: { operationId: 'two' } } });
});

it.each(['returned', 'aborted'])('is over once it is %s, also for whoever waits', async (how) => {
  const { changes } = await givenChanges();
  const over = new AbortController();
  const heard = changes.follow(over.signal, () => true);
  const waiting = heard.next();
  expect(changes.streamCount).toBe(1);
  if (how === 'aborted') over.abort();
  else await heard.return();
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(changes.streamCount).toBe(0);
});

it('is over from the start where the signal has aborted', async () => {
  const { changes } = await givenChanges();
  const heard = changes.follow(AbortSignal.abort(), () => true);
  expect(await heard.next()).toEqual({ value: undefined, done: true });
  expect(changes.streamCount).toBe(0);
});
