import { afterAll, expect, it, onTestFinished } from 'vitest';
import type { FactFields } from '../facts/fact-type.js';
import { Evaluator } from './evaluator.js';

const facts: FactFields = { fields: { input: { fields: { names: { listOf: 'string' } } } } };
const scopes = new Map([['all', facts]]);
const names = Array.from({ length: 300 }, (_, at) => `n${at}`);
const given = { input: { names } };
const evaluator = new Evaluator();
afterAll(() => evaluator.close());

const ask = (...conditions: string[]) =>
  evaluator.evaluate(
    conditions.map((condition) => ({ scope: 'all', condition })),
    given,
    scopes,
  );

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
  const patient = new Evaluator(60_000);
  onTestFinished(() => patient.close());
  const asked = ['true', greedy].map((condition) => ({ scope: 'all', condition }));
  await expect(patient.evaluate(asked, given, scopes)).resolves.toEqual([
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
