import { describe, expect, it } from 'vitest';
import { said } from '../../test/support/said.js';
import { checkName } from '../resources/names.rules.js';
import { computeClusterName } from './compute-clusters/compute-cluster-name.rules.js';
import { resourceGroupName } from './resource-groups/resource-group-name.rules.js';
import { workspaceName } from './workspaces/workspace-name.rules.js';

const nameRules = {
  RESOURCE_GROUP: resourceGroupName,
  WORKSPACE: workspaceName,
  COMPUTE_CLUSTER: computeClusterName,
};

describe('names, as Azure takes them', () => {
  it.each([
    ['COMPUTE_CLUSTER', 'cpu', true],
    ['COMPUTE_CLUSTER', 'cpu-cluster', true],
    ['COMPUTE_CLUSTER', 'gpu-4x', true],
    ['COMPUTE_CLUSTER', 'a'.repeat(24), true],
    ['COMPUTE_CLUSTER', 'a'.repeat(25), false],
    ['COMPUTE_CLUSTER', 'ab', false],
    ['COMPUTE_CLUSTER', '1cpu', false],
    ['COMPUTE_CLUSTER', 'cpu-', false],
    ['COMPUTE_CLUSTER', 'cpu-123', false],
    ['COMPUTE_CLUSTER', 'cpu_one', false],
    ['COMPUTE_CLUSTER', 'cpu\n', false],
    ['WORKSPACE', 'abc', true],
    ['WORKSPACE', 'a'.repeat(33), true],
    ['WORKSPACE', 'a'.repeat(34), false],
    ['WORKSPACE', 'ab', false],
    ['WORKSPACE', '-abc', false],
    ['RESOURCE_GROUP', 'a', true],
    ['RESOURCE_GROUP', 'rg.one_(two)-3', true],
    ['RESOURCE_GROUP', 'ends.', false],
    ['RESOURCE_GROUP', 'a'.repeat(90), true],
    ['RESOURCE_GROUP', 'a'.repeat(91), false],
    ['RESOURCE_GROUP', 'a/b', false],
    ['RESOURCE_GROUP', '', false],
  ] as const)('%s %j: %s', (kind, name, fine) => {
    expect(said(checkName(nameRules[kind], name))).toEqual(fine ? [] : ['NAME_INVALID input.name']);
  });
});
