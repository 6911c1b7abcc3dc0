import type { Simulation } from '../../simulation.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmAnswer, ArmRequest, ArmResourceType } from '../arm-request.js';
import { resourceManagerVersions } from '../resource-manager-versions.js';
import { namespacesOf, viewProvider } from './view-provider.js';

/** What namespaces and resource types there are, for a subscription and for the tenant. `types`: all, these among them. */
export function providerRoutes(
  { registrations }: Simulation,
  types: () => readonly ArmResourceType[],
): ArmResourceType {
  const inSubscription = '/subscriptions/{subscriptionId}/providers';
  const one = `${inSubscription}/{providerNamespace}`;

  const view = (
    { parameters: { subscriptionId }, nowMs }: ArmRequest,
    namespace: string,
  ): object => {
    const provider = viewProvider(types(), namespace);
    if (subscriptionId === '') return { id: `/providers/${namespace}`, ...provider };
    const registrationState = registrations.stateOf(subscriptionId, namespace, nowMs);
    const id = `/subscriptions/${subscriptionId}/providers/${namespace}`;
    return { id, ...provider, registrationState };
  };

  const readAll = (request: ArmRequest): ArmAnswer => ({
    status: 200,
    body: { value: namespacesOf(types()).map((namespace) => view(request, namespace)) },
  });

  const read = (request: ArmRequest): ArmAnswer => ({
    status: 200,
    body: view(request, namespaceIn(request, types())),
  });

  const register = (request: ArmRequest): ArmAnswer => {
    const namespace = namespaceIn(request, types());
    registrations.register(request.parameters.subscriptionId, namespace, request.nowMs);
    return read(request);
  };

  const unregister = (request: ArmRequest): ArmAnswer => {
    registrations.unregister(request.parameters.subscriptionId, namespaceIn(request, types()));
    return read(request);
  };

  return {
    type: 'Microsoft.Resources/providers',
    apiVersions: resourceManagerVersions,
    routes: [
      { method: 'GET', path: '/providers', handle: readAll },
      { method: 'GET', path: '/providers/{providerNamespace}', handle: read },
      { method: 'GET', path: inSubscription, handle: readAll },
      { method: 'GET', path: one, handle: read },
      { method: 'POST', path: `${one}/register`, handle: register },
      { method: 'POST', path: `${one}/unregister`, handle: unregister },
    ],
  };
}

/** The asked namespace in its own spelling. */
function namespaceIn({ parameters }: ArmRequest, types: readonly ArmResourceType[]): string {
  const asked = parameters.providerNamespace;
  const found = namespacesOf(types).find((one) => one.toLowerCase() === asked.toLowerCase());
  if (found !== undefined) return found;
  throw new ArmRefusal(404, {
    code: 'InvalidResourceNamespace',
    message: `The resource namespace '${asked}' is invalid.`,
  });
}
