import type { DependencyType } from './dependency-type.js';
import { applicationInsights } from './types/application-insights.js';
import { containerRegistry } from './types/container-registry.js';
import { keyVault } from './types/key-vault.js';
import { logAnalyticsWorkspace } from './types/log-analytics-workspace.js';
import { storageAccount } from './types/storage-account.js';

/** Everything that a workspace leans on, one row for a type. */
export const dependencyTypes: readonly DependencyType[] = [
  storageAccount,
  keyVault,
  applicationInsights,
  logAnalyticsWorkspace,
  containerRegistry,
];

/** The type with this name, in whatever case. */
export function dependencyType(type: string): DependencyType {
  const found = dependencyTypes.find((one) => one.type.toLowerCase() === type.toLowerCase());
  if (!found) throw new Error(`no workspace leans on a ${type}`);
  return found;
}
