import { describe, expect, it } from 'vitest';
import type { ArmMethod } from './arm-request.js';
import { Router } from './router.js';

const route = (method: ArmMethod, path: string) => ({
  method,
  path,
  handle: () => ({ status: 200 }),
});
const router = new Router([
  {
    type: 'things',
    apiVersions: [],
    routes: [
      route('GET', '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}'),
      route('PUT', '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}'),
      route('GET', '/{scope}/providers/Microsoft.Authorization/locks/{lockName}'),
    ],
  },
]);

describe('the router', () => {
  it('matches in any case and keeps the names as written', () => {
    const found = router.find('GET', '/SUBSCRIPTIONS/Sub/resourcegroups/My-Group');
    expect(found).toMatchObject({
      parameters: { subscriptionId: 'Sub', resourceGroupName: 'My-Group' },
    });
  });

  it('finds locks of any scope', () => {
    const scope = '/subscriptions/s/resourceGroups/g/providers/A.B/cs/c';
    expect(router.find('GET', `${scope}/providers/microsoft.authorization/LOCKS/l`)).toMatchObject({
      parameters: { scope, lockName: 'l', subscriptionId: 's' },
    });
  });

  it('tells a wrong method from an unknown path', () => {
    expect(router.find('DELETE', '/subscriptions/s/resourceGroups/g')).toBe('method');
    expect(router.find('GET', '/subscriptions/s/nothing/g')).toBeUndefined();
    expect(router.find('GET', '/')).toBeUndefined();
  });
});
