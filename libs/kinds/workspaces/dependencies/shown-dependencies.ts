import { sameArmId, type ArmId } from '#libs/kernel';
import { dependencyRoles, type DependencyRole } from './dependency-role.js';

/** What a workspace leans on, as clients see it. */
export interface ShownDependency {
  role: DependencyRole;
  armId: ArmId;
  madeForIt: boolean;
}

/** The ids that a workspace shows. */
interface Named {
  storageAccountId: ArmId | null;
  keyVaultId: ArmId | null;
  applicationInsightsId: ArmId | null;
  containerRegistryId: ArmId | null;
}

/**
 * What a workspace leans on: what it names, and what was made for it, also where it names that only by way of another
 * thing (Log Analytics) or not yet.
 */
export function shownDependencies(
  named: Named,
  made: readonly Pick<ShownDependency, 'role' | 'armId'>[],
): ShownDependency[] {
  const ids: Partial<Record<DependencyRole, ArmId | null>> = {
    STORAGE: named.storageAccountId,
    KEY_VAULT: named.keyVaultId,
    APPLICATION_INSIGHTS: named.applicationInsightsId,
    CONTAINER_REGISTRY: named.containerRegistryId,
  };
  return dependencyRoles.flatMap((role) => {
    const own = made.find((one) => one.role === role)?.armId;
    const armId = ids[role] ?? own;
    if (armId === undefined) return [];
    return [{ role, armId, madeForIt: own !== undefined && sameArmId(own, armId) }];
  });
}
