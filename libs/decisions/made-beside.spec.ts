import { expect, it } from 'vitest';
import type { Proposal } from '#libs/operations';
import { madeBeside } from './made-beside.js';

const asked = (input: object) => madeBeside({ input } as Proposal);

it('is the extension of a cluster that is to be attached, with what it is billed by', () => {
  const extension = { armId: '/x', name: 'azureml', desired: { settings: {} } };
  const [made] = asked({ extension });
  expect(made).toMatchObject({ name: 'azureml', before: null });
  expect(made?.after?.byUse).toContain('Service Bus');
});

it.each([{}, { extension: null }, { extension: 'azureml' }])('is nothing of %j', (input) => {
  expect(asked(input)).toEqual([]);
});
