import { createHash } from 'node:crypto';
import type { DependencyRole } from './dependency-role.js';

/** So many hexadecimal digits tell one try of one operation from all others. */
const digits = 12;

/**
 * The name of what is made for a workspace, by Azure's rules for each (docs/azure-facts.md#what-workspaces-lean-on): the
 * workspace's letters and digits, then what only this try of this operation has. The same for the same try.
 */
export function dependencyName(
  role: DependencyRole,
  { workspace, operationId, tries }: { workspace: string; operationId: string; tries: number },
): string {
  const own = createHash('sha256')
    .update(`${operationId} ${role} ${tries}`)
    .digest('hex')
    .slice(0, digits);
  const plain = workspace.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  switch (role) {
    // 3 to 24 lower-case letters and digits.
    case 'STORAGE':
      return `${plain.slice(0, 12)}${own}`;
    // 3 to 24 letters, digits and hyphens, a letter first.
    case 'KEY_VAULT':
      return `${/^[a-z]/.test(plain) ? '' : 'k'}${plain}`.slice(0, 11) + `-${own}`;
    // 5 to 50 letters and digits.
    case 'CONTAINER_REGISTRY':
      return `${plain.slice(0, 33)}${own}`;
    // 4 to 63 letters, digits and hyphens.
    case 'LOG_ANALYTICS':
      return `${plain}-logs-${own}`;
    case 'APPLICATION_INSIGHTS':
      return `${plain}-insights-${own}`;
  }
}
