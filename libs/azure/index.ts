export * from './api-versions.js';
export * from './arm-budget.js';
export { createArmBudget } from './budget.repository.js';
export { connectArm } from './connect-arm.js';
export { createArmClient } from './create-arm-client.js';
export type { ArmClientOptions } from './create-arm-client.js';
