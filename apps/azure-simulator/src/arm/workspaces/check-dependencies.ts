import type { Simulation } from '../../simulation.js';
import type { Outcome } from '../operation-outcome.js';
import type { WorkspaceRecord } from './workspace-record.js';

const named = ['storageAccount', 'keyVault', 'applicationInsights', 'containerRegistry'];

/** How a creation ends that names what does not stand (docs/azure-facts.md#long-running-operations): its Location answers 400. */
export function missingDependency(
  { dependencies, assumesDependencies }: Simulation,
  { properties, location }: WorkspaceRecord,
): Pick<Outcome, 'error' | 'failsWithStatus'> {
  if (assumesDependencies) return {};
  for (const name of named) {
    const id = properties[name];
    if (typeof id !== 'string') continue;
    const standing = dependencies.findById(id);
    if (standing?.provisioningState === 'Succeeded') continue;
    const said = standing ? `is ${standing.provisioningState}` : 'was not found';
    const message = `The ${name} '${id}' of a workspace in ${location} ${said}.`;
    return { error: { code: 'ValidationError', message, target: name }, failsWithStatus: 400 };
  }
  return {};
}
