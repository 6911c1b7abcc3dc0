import { DefaultAzureCredential } from '@azure/identity';
import type { Pool } from 'pg';
import type { ArmPort } from '#libs/operations';
import { createArmBudget } from './budget.repository.js';
import { createArmClient } from './create-arm-client.js';

/**
 * ARM as every process uses it: with the identity found in the environment (managed identity, workload identity,
 * `AZURE_*` variables or a developer's own sign-in) and the budget all processes share in the database.
 */
export const connectArm = (options: { endpoint: string; pool: Pool }): ArmPort =>
  createArmClient({
    endpoint: options.endpoint,
    credential: new DefaultAzureCredential(),
    budget: createArmBudget(options.pool),
  });
