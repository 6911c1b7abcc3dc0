import type { Principal } from '../../identity/tokens.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmMethod } from '../arm-request.js';
import { allows } from './role.js';
import type { Subscriptions } from './subscriptions.js';

interface Asked {
  method: ArmMethod;
  path: string;
  /** As ARM writes it. */
  type: string;
  principal: Principal;
}

const verbs: Partial<Record<ArmMethod, string>> = {
  GET: 'read',
  HEAD: 'read',
  DELETE: 'delete',
};

/** The action of a role that a request takes; a POST's is named by the end of its path. */
function actionOf({ method, path, type }: Asked): string {
  const last = path.split('/').at(-1) ?? '';
  if (method === 'POST' && type === 'Microsoft.Resources/providers')
    return `${path.split('/').at(-2) ?? ''}/${last}/action`;
  const ofSubscription = type.replace(
    /^Microsoft\.Resources\/(?=resourceGroups|providers)/i,
    'Microsoft.Resources/subscriptions/',
  );
  return `${ofSubscription}/${method === 'POST' ? `${last}/action` : (verbs[method] ?? 'write')}`;
}

/** Refuses what no role in the subscription allows, in ARM's words (docs/azure-facts.md#errors). */
export function checkRole(subscriptions: Subscriptions, asked: Asked): void {
  const [, first, id = ''] = asked.path.split('/');
  const found = first?.toLowerCase() === 'subscriptions' ? subscriptions.find(id) : undefined;
  if (!found || allows(found.permissions, actionOf(asked))) return;
  const { clientId, objectId } = asked.principal;
  throw new ArmRefusal(403, {
    code: 'AuthorizationFailed',
    message: `The client '${clientId}' with object id '${objectId}' does not have authorization to perform action '${actionOf(asked)}' over scope '${asked.path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  });
}
