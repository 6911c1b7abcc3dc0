import type { Leaving, Left } from '#libs/operations';

/** By the settings that name it (docs/azure-facts.md#what-workspaces-lean-on). */
const leansOn = {
  storageAccountId: 'storage account',
  keyVaultId: 'key vault',
  applicationInsightsId:
    'Application Insights, with the Log Analytics workspace that it writes to,',
  containerRegistryId: 'container registry',
};

/** What a workspace leaned on stays with all that is in it, and is billed. */
export function leftByWorkspace({ desired, observed, operation, input }: Left): Leaving[] {
  if (operation !== 'WORKSPACE_DELETE') return [];
  const standing = { ...desired, ...observed } as Readonly<Record<string, unknown>>;
  const unless = input['deleteDependencies'] === true ? unlessMade : '';
  return Object.entries(leansOn).flatMap(([name, what]) => {
    const armId = standing[name];
    return typeof armId === 'string' && armId !== ''
      ? [{ armId, note: `What it used as ${what} stays and is billed${unless}.` }]
      : [];
  });
}

const unlessMade =
  ', unless Armature made it for this workspace and no other one leans on it: then it goes too';
