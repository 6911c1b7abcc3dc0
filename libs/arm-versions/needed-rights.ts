import { armOperations, type ArmOperation, type TypeName } from './arm-operations.js';
import { armTypes } from './operation-of.js';

/** Resource Manager's own, which nobody registers. */
const always = new Set(['Microsoft.Resources', 'Microsoft.Authorization']);

/** The resource providers that a subscription must be registered for. */
export const neededProviders: readonly string[] = [
  ...new Set(Object.values(armTypes).map((type) => type.split('/')[0] ?? '')),
]
  .filter((namespace) => !always.has(namespace))
  .sort();

/** Roles name what is in a subscription otherwise than ids do. */
const inRoles: Partial<Record<TypeName, string>> = {
  resourceGroups: 'Microsoft.Resources/subscriptions/resourceGroups',
  resources: 'Microsoft.Resources/subscriptions/resourceGroups/resources',
  providers: 'Microsoft.Resources/subscriptions/providers',
};

const verbs: Readonly<Record<string, string>> = {
  get: 'read',
  list: 'read',
  put: 'write',
  delete: 'delete',
};

/** Calls that are in the table for tests alone: Armature looks at locks, and neither puts nor takes away any. */
const neverMade: ReadonlySet<ArmOperation> = new Set(['locks/put', 'locks/delete']);

function actionsOf(operation: ArmOperation): string[] {
  const [name, verb = ''] = operation.split('/') as [TypeName, string?];
  if (operation === 'providers/register')
    return neededProviders.map((namespace) => `${namespace}/register/action`);
  const type = inRoles[name] ?? (name === 'providers' ? '' : armTypes[name]);
  return [`${type}/${verbs[verb] ?? `${verb}/action`}`];
}

/** The actions that the role of Armature's identity must hold in a subscription, by the calls that are made. */
export const neededActions: readonly string[] = [
  ...new Set(
    (Object.keys(armOperations) as ArmOperation[])
      .filter((operation) => !neverMade.has(operation))
      .flatMap(actionsOf),
  ),
].sort();
