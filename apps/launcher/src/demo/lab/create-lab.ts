import { together, type Perform } from '../perform.js';
import { prepareWorkspace } from '../prepare-workspace.js';

/** Whoever forgets to stop the machine pays until the evening only. */
const everyEvening = {
  action: 'STOP',
  trigger: { cron: { expression: '0 18 * * *', timeZone: 'Europe/Berlin' } },
};

const setupScripts = {
  creationScript: {
    source: {
      text: 'git clone https://github.com/Azure/azureml-examples /home/azureuser/examples\n',
    },
    timeout: 'PT15M',
  },
};

/** Makes the group of the course, its workspace, a machine with the course's repository on it, and a cluster. */
export async function createLab(
  perform: Perform,
  teamId: string,
): Promise<{ groupId: string; instanceId: string }> {
  const { id: workspaceId, groupId } = await prepareWorkspace(perform, teamId, {
    name: 'course',
    project: 'ml-101',
  });
  const [instance] = await together([
    perform('createComputeInstance', {
      workspaceId,
      name: 'ada-box',
      vmSize: 'Standard_DS11_v2',
      schedules: [everyEvening],
      setupScripts,
    }),
    perform('createComputeCluster', {
      workspaceId,
      name: 'course-cluster',
      vmSize: 'STANDARD_D3_V2',
      scale: { maxNodeCount: 2 },
    }),
  ]);
  if (!instance) throw new Error('a machine and a cluster were asked for');
  return { groupId, instanceId: instance.id };
}
