import type { Perform } from './perform.js';

/** Where computes are made, and the resource group around it. */
export interface PreparedWorkspace {
  id: string;
  groupId: string;
  groupArmId: string;
}

/**
 * Makes a resource group of this name and a workspace in eastus, tagged with the project. All that
 * the workspace leans on comes with it.
 */
export async function prepareWorkspace(
  perform: Perform,
  teamId: string,
  { name, project }: { name: string; project: string },
): Promise<PreparedWorkspace> {
  const costTags = [{ key: 'project', value: project }];
  const group = await perform('createResourceGroup', {
    name,
    location: 'eastus',
    teamId,
    costTags,
  });
  const { id } = await perform('createWorkspace', {
    resourceGroupId: group.id,
    name: `${name}-workspace`,
    costTags,
  });
  return { id, groupId: group.id, groupArmId: group.armId };
}
