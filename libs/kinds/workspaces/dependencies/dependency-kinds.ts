import { z } from 'zod';
import { subscriptionOf, type ArmId } from '#libs/kernel';
import type { ArmBody, StepContext } from '#libs/operations';
import type { DatastoreAccess, DependencyRole } from './dependency-role.js';

/** What a body is made from, beside location and tags. */
export interface MakingContext {
  context: StepContext;
  access: DatastoreAccess;
  /** What was made before. */
  made: Partial<Record<DependencyRole, ArmId>>;
}

export interface DependencyKind {
  /** As people say it. */
  noun: string;
  /** Its ARM type. */
  type: string;
  /** The PUT that makes it, beside location and tags. */
  body(of: MakingContext): Promise<ArmBody> | ArmBody;
  /** The query of a DELETE that keeps nothing; a key vault is purged by a call of its own. */
  deletion: Record<string, string>;
}

/** What a workspace leans on, as it is made where it was not named (docs/azure-facts.md#what-workspaces-lean-on). */
export const dependencyKinds: Readonly<Record<DependencyRole, DependencyKind>> = {
  STORAGE: {
    noun: 'storage account',
    type: 'Microsoft.Storage/storageAccounts',
    body: ({ access }) => ({
      kind: 'StorageV2',
      sku: { name: 'Standard_LRS' },
      properties: {
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: access === 'KEYS',
        minimumTlsVersion: 'TLS1_2',
        supportsHttpsTrafficOnly: true,
      },
    }),
    deletion: {},
  },
  KEY_VAULT: {
    noun: 'key vault',
    type: 'Microsoft.KeyVault/vaults',
    body: async ({ context }) => ({
      properties: {
        tenantId: await readTenant(context),
        sku: { family: 'A', name: 'standard' },
        // The workspace lets its own identity in.
        accessPolicies: [],
      },
    }),
    deletion: {},
  },
  LOG_ANALYTICS: {
    noun: 'Log Analytics workspace',
    type: 'Microsoft.OperationalInsights/workspaces',
    body: () => ({ properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30 } }),
    deletion: { force: 'true' },
  },
  APPLICATION_INSIGHTS: {
    noun: 'Application Insights',
    type: 'Microsoft.Insights/components',
    body: ({ made }) => ({
      kind: 'web',
      properties: { Application_Type: 'web', WorkspaceResourceId: made.LOG_ANALYTICS },
    }),
    deletion: {},
  },
  CONTAINER_REGISTRY: {
    noun: 'container registry',
    type: 'Microsoft.ContainerRegistry/registries',
    body: ({ access }) => ({
      sku: { name: 'Standard' },
      properties: { adminUserEnabled: access === 'KEYS' },
    }),
    deletion: {},
  },
};

const subscriptionSchema = z.object({ tenantId: z.string() });

/** A vault belongs to the tenant of its subscription. */
async function readTenant({ arm, resource, signal }: StepContext): Promise<string> {
  const body = await arm.get(`/subscriptions/${subscriptionOf(resource.armId)}`, { signal });
  return subscriptionSchema.parse(body).tenantId;
}
