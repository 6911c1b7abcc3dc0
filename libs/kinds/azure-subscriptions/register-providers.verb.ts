import { z } from 'zod';
import { nothing } from '#libs/resources';
import { exampleId, gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import {
  readTarget,
  requestOf,
  submissionOf,
  submitChange,
  type SubmitDeps,
} from '#libs/operations';
import { whyNotKept } from './refuse-keeper.js';

const inputSchema = z
  .strictObject({
    azureSubscriptionId: idOf('AzureSubscription').describe('The subscription.'),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'Where resource providers are to be registered.' });

/** Accepts the registration of what Armature needs in a subscription. Takes the role ADMIN on the whole platform. */
export const registerProviders = verb({
  name: 'registerProviders',
  noun: 'azure subscription',
  summary:
    'Registers the resource providers that Armature needs in a subscription. For admins of the platform.',
  input: inputSchema,
  example: { azureSubscriptionId: exampleId('AzureSubscription') },
  target: 'azureSubscriptionId',
  permission: 'administer',
  where: 'platform',
  effect: 'change',
  destructive: false,
  answer: submissionOf('azureSubscription', 'AzureSubscription'),
  run: async (deps: SubmitDeps, context, input) => {
    const { azureSubscriptionId: targetId } = input;
    const field = 'azureSubscriptionId';
    const { principalId } = context.actor;
    const { found } = await readTarget(deps.pool, deps.kinds, targetId, principalId, null);
    const refused = await whyNotKept(deps.pool, context, found, 'providers.register', field);
    if (refused) return refused;
    return submitChange(deps, context, {
      kindFor: ({ kind }) => (kind === 'AZURE_SUBSCRIPTION' ? 'PROVIDERS_REGISTER' : undefined),
      targetId,
      field,
      what: 'subscription',
      request: requestOf(inputSchema, context, input),
      plan: () => ({ desired: null, costTags: null, input: {}, findings: nothing }),
      mustStand: true,
    });
  },
});
