import { expect, it } from 'vitest';
import type { Policy } from '#libs/operations';
import { Policies } from './policies.js';

const policies = new Policies([], { currency: 'USD', notAsked: undefined });

const policyOf = (change: Partial<Policy>): Policy => ({
  id: '',
  name: '',
  description: null,
  teamId: null,
  verbs: [],
  condition: 'true',
  effect: 'WARN',
  message: '',
  approval: null,
  defaults: null,
  enabled: true,
  version: 0,
  ...change,
});

it('evaluates policies of any number of sets of verbs', async () => {
  const many = Array.from({ length: 120 }, (_, at) =>
    policyOf({ name: `${at}`, verbs: [`verb${at}`], condition: `verb == "x" && ${at} != 7` }),
  );
  const found = await policies.findings(many, { verb: 'x' });
  expect(found.map(({ effect, policy }) => [effect, policy.name])).toEqual(
    many.filter(({ name }) => name !== '7').map(({ name }) => ['WARN', name]),
  );
});

const list = `[${Array.from({ length: 100 }, (_, at) => at).join(', ')}]`;
const endless = 'abcde'
  .split('')
  .reduce((inner, name) => `${list}.all(${name}, ${inner})`, 'a + b + c + d + e >= 0');

it('lets what a team or a trial is held up by hold up no other', async () => {
  const [ofAll, mine, yours] = [
    policyOf({}),
    policyOf({ teamId: 'mine', condition: endless }),
    policyOf({ teamId: 'yours' }),
  ];
  let isHeld = true;
  const held = policies.findings([ofAll, mine], { verb: 'x' }).finally(() => (isHeld = false));
  const tried = Promise.all(
    Array.from({ length: 12 }, (_, at) =>
      policies.trial(policyOf({ condition: `${endless} || ${at} == 12` }), { verb: 'x' }),
    ),
  );
  await expect(policies.findings([ofAll, yours], { verb: 'x' })).resolves.toHaveLength(2);
  expect(isHeld).toBe(true);
  expect((await held).map(({ erred = false }) => erred)).toEqual([false, true]);
  await policies.close();
  await tried;
});
