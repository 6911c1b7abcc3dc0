import { afterAll, expect, it, onTestFinished } from 'vitest';
import type { FactFields } from '../facts/fact-type.js';
import { Evaluator } from './evaluator.js';

const facts: FactFields = { fields: { input: { fields: { names: { listOf: 'string' } } } } };
const scopes = new Map([['all', facts]]);
const names = Array.from({ length: 300 }, (_, at) => `n${at}`);
const given = { input: { names } };
const evaluator = new Evaluator();
afterAll(() => evaluator.close());

const askingOf = (conditions: string[], owner?: string) => ({
  asked: conditions.map((condition) => ({ scope: 'all', condition })),
  facts: JSON.stringify(given),
  scopes,
  owner,
});
const ask = (...conditions: string[]) => evaluator.evaluate(askingOf(conditions));

/** As long as the number of names to the fifth. */
const endless =
  'input.names.all(a, input.names.all(b, input.names.all(c, input.names.all(d, input.names.all(e, a + b + c + d + e != "")))))';
/** Four times as many names with each. */
const greedy = 'abcdefghij'.split('').reduceRight(
  (inner, name, at, all) =>
    `cel.bind(${name}, ${Array(4)
      .fill(all[at - 1] ?? 'input.names')
      .join(' + ')}, ${inner})`,
  'true',
);

it('answers each condition in its place', async () => {
  await expect(
    ask('input.names.size() == 300', 'false', 'input.names[400] == ""'),
  ).resolves.toEqual([
    true,
    false,
    { error: expect.stringContaining('index out of bounds') as string },
  ]);
});

it('ends what does not end, says which it was, and answers the others all the same', async () => {
  await expect(ask('true', endless, 'false')).resolves.toEqual([
    true,
    { error: 'It did not end within 1000 ms.' },
    false,
  ]);
});

it('ends what wants all memory, and answers the others all the same', async () => {
  const patient = new Evaluator({ deadlineMs: 60_000 });
  onTestFinished(() => patient.close());
  await expect(patient.evaluate(askingOf(['true', greedy]))).resolves.toEqual([
    true,
    { error: 'It takes more memory than a condition may.' },
  ]);
});

it('does not try again at once what did not end', async () => {
  const begun = performance.now();
  await ask(endless);
  expect(performance.now() - begun).toBeLessThan(1000);
});

it('lets nobody wait for what others are held up by', async () => {
  const held = ask(`${endless} || true`);
  const others = await Promise.all(Array.from({ length: 20 }, () => ask('input.names.size() > 1')));
  expect(others).toEqual(Array.from({ length: 20 }, () => [true]));
  let isHeld = true;
  void held.then(() => (isHeld = false));
  await Promise.resolve();
  expect(isHeld).toBe(true);
  await held;
});

/** A condition of its own, of those that do not end. */
const another = (at: number) => `${endless} || ${at} == 0`;
const evaluatorOf = (bounds: ConstructorParameters<typeof Evaluator>[0]) => {
  const made = new Evaluator(bounds);
  onTestFinished(() => made.close());
  return made;
};
const errorOf = (said: string) => ({ error: expect.stringContaining(said) as string });

it('refuses the rest of a request where two of its conditions did not end', async () => {
  const quick = evaluatorOf({ deadlineMs: 200 });
  const many = Array.from({ length: 40 }, (_, at) => another(at));
  const outcomes = await quick.evaluate(askingOf(many));
  const [first, second, ...rest] = outcomes;
  expect([first, second]).toEqual([errorOf('did not end'), errorOf('did not end')]);
  expect(rest).toEqual(rest.map(() => errorOf('2 others did not end')));
});

it('gives one owner no more than half of the threads', async () => {
  const own = [1, 2, 3, 4].map((at) => evaluator.evaluate(askingOf([another(at + 100)], 'greedy')));
  let ended = 0;
  for (const one of own) void one.then(() => (ended += 1));
  await expect(evaluator.evaluate(askingOf(['true'], 'other'))).resolves.toEqual([true]);
  expect(ended).toBe(0);
  await Promise.all(own);
});

it('lets what one owner is held up by hold up no other that asks the same', async () => {
  let isHeld = true;
  const mine = evaluator
    .evaluate(askingOf([another(200), 'true'], 'mine'))
    .finally(() => (isHeld = false));
  await expect(evaluator.evaluate(askingOf(['true'], 'yours'))).resolves.toEqual([true]);
  expect(isHeld).toBe(true);
  await expect(mine).resolves.toEqual([errorOf('did not end'), true]);
});

it('lets nobody wait for a turn without end', async () => {
  const quick = evaluatorOf({ deadlineMs: 200, threads: 1 });
  const held = Array.from({ length: 12 }, (_, at) => quick.evaluate(askingOf([another(at)])));
  await expect(quick.evaluate(askingOf(['true']))).resolves.toEqual([
    errorOf('not evaluated within 1000 ms'),
  ]);
  await Promise.all(held);
});

it('refuses at once where too many of one owner wait', async () => {
  const quick = evaluatorOf({ deadlineMs: 200, threads: 1 });
  const held = Array.from({ length: 1002 }, () => quick.evaluate(askingOf([endless], 'many')));
  const outcomes = await Promise.all(held);
  expect(outcomes.at(-1)).toEqual([errorOf('Too many requests wait')]);
  expect(outcomes[0]).toEqual([errorOf('did not end')]);
});

it('gives each of many requests at once the time that one may take', async () => {
  const slow = 'input.names.all(a, input.names.all(b, input.names.all(c, a + b + c != "")))';
  const asked = {
    ...askingOf([slow]),
    facts: JSON.stringify({ input: { names: names.slice(0, 45) } }),
  };
  const outcomes = await Promise.all(Array.from({ length: 21 }, () => evaluator.evaluate(asked)));
  expect(outcomes).toEqual(outcomes.map(() => [true]));
});

it('says of a condition whose facts nobody described that it cannot be evaluated, and answers the others', async () => {
  const asked = [
    { scope: 'none', condition: 'true' },
    { scope: 'all', condition: 'true' },
  ];
  await expect(evaluator.evaluate({ ...askingOf([]), asked })).resolves.toEqual([
    errorOf('the facts of none were not declared'),
    true,
  ]);
});
