import type { Pool } from 'pg';
import { cloudOfArm } from '#libs/kernel';
import type { ApiVersionOverrides } from '#libs/arm-versions';
import type { ArmPort } from '#libs/operations';
import type { ArmPlace } from './arm-scope.js';
import { budgetLimitsOf, type BudgetLimits } from './budget/arm-budget.js';
import { createArmBudget } from './budget/budget.repository.js';
import { concealingClient, type ReadSecrets } from './secrets/concealing-client.js';
import { createArmClient } from './create-arm-client.js';
import type { GuardedCredential } from './credential/guarded-credential.js';
import { openCredential } from './credential/open-credential.js';
import { createHttpClient } from './connections/proxy-aware-client.js';
import type { VersionFallback } from './versions/served-versions.js';

/**
 * ARM as every process uses it: with the credential that is configured (absent: the managed identity), through the
 * environment's proxy, and with the budget all processes share in the database. Who sends secrets gives `readSecrets`,
 * so that none comes back in what Azure says.
 */
export const connectArm = (
  options: ArmPlace & {
    /** What is allowed a subscription, where no cloud says so. */
    readsPerSecond?: number | undefined;
    pool: Pool;
    credential?: GuardedCredential;
    readSecrets?: ReadSecrets;
    /** Lists of api-versions that replace ours. */
    apiVersions?: ApiVersionOverrides;
    /** Told of each api-version that turns out not to be served somewhere. */
    onFallback?: (fallback: VersionFallback) => void;
    /** Told of each call that got no answer. */
    onUnanswered?: () => void;
  },
): ArmPort =>
  createArmClient({
    endpoint: options.endpoint,
    cloud: options.cloud,
    tokenAudience: options.tokenAudience,
    credential: options.credential ?? openCredential(),
    budget: createArmBudget(options.pool, limitsOf(options)),
    versions: { overrides: options.apiVersions, onFallback: options.onFallback },
    onUnanswered: options.onUnanswered,
    ...(options.readSecrets && {
      httpClient: concealingClient(createHttpClient(), options.readSecrets),
    }),
  });

/** What the cloud behind the endpoint allows a subscription. */
export const limitsOf = ({
  endpoint,
  cloud,
  readsPerSecond,
}: ArmPlace & { readsPerSecond?: number | undefined }): BudgetLimits =>
  budgetLimitsOf(cloudOfArm(endpoint) ?? cloud, readsPerSecond);
