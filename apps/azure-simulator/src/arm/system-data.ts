import type { Principal } from '../identity/tokens.js';

/** Who made and last changed a resource; ARM fills it in. */
export interface SystemData {
  createdBy: string;
  createdByType: 'Application';
  createdAt: string;
  lastModifiedBy: string;
  lastModifiedByType: 'Application';
  lastModifiedAt: string;
}

export function stampSystemData(
  earlier: SystemData | undefined,
  principal: Principal,
  nowMs: number,
): SystemData {
  const at = new Date(nowMs).toISOString();
  return {
    createdBy: earlier?.createdBy ?? principal.clientId,
    createdByType: 'Application',
    createdAt: earlier?.createdAt ?? at,
    lastModifiedBy: principal.clientId,
    lastModifiedByType: 'Application',
    lastModifiedAt: at,
  };
}
