export * from './budget/arm-budget.js';
export * from './standing/azure-standing.js';
export { createArmBudget } from './budget/budget.repository.js';
export { connectArm } from './connect-arm.js';
export { openAzure, type OpenedAzure } from './open-azure.js';
export { createArmClient, type ArmClientOptions } from './create-arm-client.js';

export { CredentialError } from './credential/credential-error.js';
export { describeCredential } from './credential/create-credential.js';
export { openCredential } from './credential/open-credential.js';
export type { VersionFallback } from './versions/served-versions.js';
