import { z } from 'zod';
import type { Simulation } from '../../simulation.js';
import type { ArmResourceType } from '../arm-request.js';
import { parseBody } from '../parse-body.js';
import type { DependencyType } from './dependency-type.js';
import { dependencyTypes } from './dependency-types.js';

const askedSchema = z.object({ name: z.string(), type: z.string() });

/** What each service answers for a name that it does not take at all. */
const invalid: Readonly<Record<string, string>> = {
  'Microsoft.Storage/storageAccounts': 'AccountNameInvalid',
  'Microsoft.KeyVault/vaults': 'AccountNameInvalid',
  'Microsoft.ContainerRegistry/registries': 'Invalid',
};

/** Whether a name that is one for the whole world is free; one that was deleted and kept is not. */
export const nameAvailabilityRoutes = (simulation: Simulation): ArmResourceType[] =>
  dependencyTypes
    .filter(({ isNameOfTheWorld }) => isNameOfTheWorld)
    .map((kind) => {
      const type = `${kind.type.split('/')[0]}/checkNameAvailability`;
      return {
        type,
        apiVersions: kind.apiVersions,
        routes: [
          {
            method: 'POST',
            path: `/subscriptions/{subscriptionId}/providers/${type}`,
            changesNothing: true,
            ignoresLocks: true,
            handle: (request) => ({
              status: 200,
              body: answer(simulation, kind, parseBody(askedSchema, request.body).name),
            }),
          },
        ],
      };
    });

function answer({ dependencies }: Simulation, kind: DependencyType, name: string): object {
  if (!kind.isName(name))
    return {
      nameAvailable: false,
      reason: invalid[kind.type],
      message: kind.wrongName(name).message,
    };
  if (dependencies.withName(kind.type, name).length === 0) return { nameAvailable: true };
  return {
    nameAvailable: false,
    reason: 'AlreadyExists',
    message: `The name ${name} is already in use.`,
  };
}
