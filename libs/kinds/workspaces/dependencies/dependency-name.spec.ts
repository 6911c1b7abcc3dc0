import { describe, expect, it } from 'vitest';
import { dependencyTypes } from '../../../../apps/azure-simulator/src/arm/dependencies/dependency-types.js';
import { dependencyName } from './dependency-name.js';
import { dependencyRoles } from './dependency-role.js';
import { dependencyKinds } from './dependency-kinds.js';

const operationId = '01a1fc7c-8a11-7000-8000-000000000001';
const workspaces = ['ws1', 'Course_2026-b', '9lives', '1_2', `w${'x'.repeat(32)}`];

describe.each(dependencyRoles)('the name of a %s', (role) => {
  const isName = (name: string): boolean => {
    const { type } = dependencyKinds[role];
    const found = dependencyTypes.find((one) => one.type.toLowerCase() === type.toLowerCase());
    return found?.isName(name) ?? false;
  };

  it.each(workspaces)('is one that its service takes, for a workspace named %s', (workspace) => {
    expect(dependencyName(role, { workspace, operationId, tries: 0 })).toSatisfy(isName);
  });

  it('is the same for the same try and another for the next', () => {
    const of = (tries: number) => dependencyName(role, { workspace: 'ws', operationId, tries });
    expect(of(0)).toBe(of(0));
    expect(of(1)).not.toBe(of(0));
  });
});
