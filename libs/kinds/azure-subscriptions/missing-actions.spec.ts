import { describe, expect, it } from 'vitest';
import { neededActions } from '#libs/arm-versions';
import { actionsMissingIn } from './missing-actions.rules.js';

const learning = 'Microsoft.MachineLearningServices/workspaces';
const start = `${learning}/computes/start/action`;
const lacks = (actions: string[], notActions: string[] = []): string[] =>
  actionsMissingIn([{ actions, notActions }]);

it('are those of the calls that are made, in the words of roles', () => {
  for (const action of [
    start,
    `${learning}/computes/write`,
    'Microsoft.Resources/subscriptions/resourceGroups/delete',
    'Microsoft.Resources/subscriptions/providers/read',
    'Microsoft.KubernetesConfiguration/extensions/delete',
    'Microsoft.MachineLearningServices/register/action',
    'Microsoft.Authorization/locks/read',
  ])
    expect(neededActions).toContain(action);
  expect(
    neededActions.filter((action) => /locks\/(?:write|delete)|undefined|\/\//.test(action)),
  ).toEqual([]);
});

describe('a role', () => {
  it.each([
    ['*'],
    ['microsoft.machinelearningservices/*'],
    ['*/action'],
    ['Microsoft.*/computes/*/action'],
    [start.toUpperCase()],
    [`${learning}/*start*`],
  ])('with %s may start instances', (pattern) => {
    expect(lacks([pattern])).not.toContain(start);
  });

  it.each([
    ['Microsoft.MachineLearningServices'],
    ['*/read'],
    [`${learning}/computes/start`],
    [`${learning}/computes/start/action/*`],
    [`${learning}/computes/start/action*n`],
    ['*/computes/*/computes/*'],
    ['Microsoft.MachineLearningServices/workspacesXcomputes/start/action'],
    [''],
  ])('with %s may not', (pattern) => {
    expect(lacks([pattern])).toContain(start);
  });

  it('lacks what it leaves out, unless another one gives it', () => {
    const without = { actions: ['*'], notActions: [`${learning}/computes/*`] };
    expect(actionsMissingIn([without])).toContain(start);
    expect(actionsMissingIn([without, { actions: [start], notActions: [] }])).not.toContain(start);
  });

  it('that there is none of lacks everything', () => {
    expect(actionsMissingIn([])).toEqual(neededActions);
  });
});
