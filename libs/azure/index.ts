export { type ArmBudget, armBudgetLimits, type BudgetOperation } from './budget/arm-budget.js';
export { createArmBudget } from './budget/budget.repository.js';
export { connectArm } from './connect-arm.js';
export { createArmClient } from './create-arm-client.js';
export { CredentialError } from './credential/credential-error.js';
export { openCredential } from './credential/open-credential.js';
export { openAzure, type OpenedAzure } from './open-azure.js';
export type { AzureProblem } from './standing/azure-standing.js';
export { openGraph, type OpenedGraph } from './graph/open-graph.js';
