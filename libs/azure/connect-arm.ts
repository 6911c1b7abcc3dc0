import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import { DefaultAzureCredential } from '@azure/identity';
import type { Pool } from 'pg';
import type { ArmPort } from '#libs/operations';
import { createArmBudget } from './budget.repository.js';
import { concealingClient, type ReadSecrets } from './concealing-client.js';
import { createArmClient } from './create-arm-client.js';

/**
 * ARM as every process uses it: with the identity found in the environment (managed identity, workload identity,
 * `AZURE_*` variables or a developer's own sign-in) and the budget all processes share in the database. Who sends
 * secrets gives `readSecrets`, so that none comes back in what Azure says.
 */
export const connectArm = (options: {
  endpoint: string;
  pool: Pool;
  readSecrets?: ReadSecrets;
}): ArmPort =>
  createArmClient({
    endpoint: options.endpoint,
    credential: new DefaultAzureCredential(),
    budget: createArmBudget(options.pool),
    ...(options.readSecrets && {
      httpClient: concealingClient(createDefaultHttpClient(), options.readSecrets),
    }),
  });
