import type { Priority } from '../../quotas/family-names.js';

export interface ScaleSettings {
  minNodeCount: number;
  maxNodeCount: number;
  /** As it was sent, ISO 8601. */
  nodeIdleTimeBeforeScaleDown?: string;
}

/** What was asked of an AmlCompute. */
export interface ClusterSettings {
  vmSize: string;
  vmPriority: Priority;
  osType: 'Linux' | 'Windows';
  virtualMachineImage: { id: string } | null;
  isolatedNetwork: boolean;
  subnet: { id: string } | null;
  remoteLoginPortPublicAccess: 'Enabled' | 'Disabled';
  enableNodePublicIp: boolean;
  /** Without the password: that is taken and never kept. */
  userAccountCredentials?: { adminUserName: string; adminUserSshPublicKey?: string };
  scaleSettings: ScaleSettings;
  propertyBag?: Record<string, unknown>;
}
