import type { ArmErrorRule } from './rule.js';

const setup = { cause: 'setup', retry: 'LATER' } as const;

/** What stands in the way of a workspace, or of a compute because of its workspace. */
export const workspaceRules: readonly ArmErrorRule[] = [
  {
    ...setup,
    code: 'SoftDeletedWorkspaceExists',
    retry: 'NEVER',
    text: /soft[- ]?deleted workspace/i,
    remedy:
      'A deleted workspace still holds this name. Purge it (delete the workspace with purge, or Azure portal: Recently deleted), recover it, or take another name.',
  },
  {
    // The docs know of such workspaces but quote no message: any wording that blames the workspace's age fits.
    code: 'WorkspacePredatesComputeClusters',
    text: /workspace\b.*(?:(?:before|prior to|predates?|earlier than|older than)\b.*(?:general(?:ly)? availab|\bGA\b)|\bpreview workspace|(?:does not|doesn't|cannot|can't|not able to) (?:support|create|host|hold)\b.*(?:AmlCompute|compute clusters?).*(?:general(?:ly)? availab|\bGA\b|preview))|namespace 'Microsoft\.BatchAI'/is,
    cause: 'setup',
    retry: 'NEVER',
    remedy:
      'The workspace was created before Azure Machine Learning became generally available and cannot hold compute clusters. Create a new workspace and the cluster in it; Azure support can also migrate the old one.',
  },
  {
    code: 'WorkspaceDependenciesMissing',
    text: /missing dependent resources? in workspace/i,
    cause: 'request',
    retry: 'NEVER',
    remedy: 'A workspace needs a storage account and a key vault: name both by their ARM ids.',
  },
  {
    code: 'StorageNotSupported',
    text: /cannot use storage with HNS enabled/i,
    cause: 'request',
    retry: 'NEVER',
    remedy:
      'A workspace needs a storage account without a hierarchical namespace (Data Lake Gen2), which cannot be turned off: name another account.',
  },
  {
    ...setup,
    code: 'PurgeProtectionRequired',
    text: /should have purge protection|purge protection (?:must be|is not) enabled/i,
    remedy: 'Enable purge protection on the key vault that holds the key, then retry.',
  },
  {
    code: 'KeyVaultAccessPolicies',
    text: /invalid value was provided for 'accessPolicies'/i,
    ...setup,
    remedy:
      "The key vault is of another tenant, or names identities that are gone: check its access policies and the subscription's tenant, or take another key vault.",
  },
];
