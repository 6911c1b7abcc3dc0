import type { GatewayClient } from '../gateway-client.js';
import type { Perform } from '../perform.js';
import { createLab } from './create-lab.js';
import { describeInstance, readInstance } from './read-instance.js';

/**
 * The lab of a course: a student's machine that is ready to work and stops every evening, a cluster beside it, and in
 * the end all of it gone with its resource group. Rejects with the reason when a part goes wrong.
 */
export async function runLab(
  client: GatewayClient,
  perform: Perform,
  teamId: string,
  say: (line: string) => void,
): Promise<void> {
  const { groupId, instanceId } = await createLab(perform, teamId);
  for (const line of describeInstance(await readInstance(client, instanceId))) say(line);
  const instance = { computeId: instanceId };
  await perform('stopComputeInstance', instance);
  const again = await perform('stopComputeInstance', instance);
  if (!again.noop) throw new Error('the second stop should have found nothing to do');
  await perform('startComputeInstance', instance);
  await perform('deleteResourceGroup', { resourceGroupId: groupId, confirmName: 'course' });
}
