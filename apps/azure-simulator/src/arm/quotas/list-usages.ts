import type { Simulation } from '../../simulation.js';
import { holdingOf } from '../computes/aml-compute/cluster-quota.js';
import { holdingOfInstance } from '../computes/compute-instance/instance-quota.js';
import { vmFamilies } from '../vm-sizes/vm-sizes.js';
import { familyName, usageName, type Priority } from './family-names.js';
import { locationOf } from '../locations.js';

import { usageType, type LineLevel, type UsageView } from './usage-view.js';

const familyUnlimited = -1;

interface UsageLine {
  id: string;
  level: LineLevel;
  /** As vmSizes calls a family, or what is counted over all of them. */
  name: string;
  display: string;
  currentValue: number;
  limit: number;
}

const viewUsage =
  ({ shape, isUntold }: UsageView) =>
  ({ name, display, level, currentValue, ...line }: UsageLine): object => ({
    ...line,
    type: usageType(shape, level),
    unit: 'Count',
    currentValue: isUntold ? null : currentValue,
    name: { value: shape === 'documented' ? display : usageName(name), localizedValue: display },
  });

/**
 * One flat list of all levels, told apart by `type` (docs/azure-facts.md#usages). Units are vCPUs but for "Clusters".
 */
export function listUsages(
  simulation: Simulation,
  subscriptionId: string,
  location: string,
): object[] {
  const region = locationOf(location, 'locations/usages');
  const view = simulation.quotas.usageView();
  return [
    ...regionLines(simulation, subscriptionId, region),
    ...vmFamilies
      .filter(hasLines(view))
      .flatMap((family) => [
        familyLine(simulation, subscriptionId, region, family, 'Dedicated'),
        familyLine(simulation, subscriptionId, region, family, 'LowPriority'),
      ]),
    ...workspaceLines(simulation, subscriptionId, region),
    ...computeLines(simulation, subscriptionId, region),
  ].map(viewUsage(view));
}

const hasLines =
  ({ withoutFamilies }: UsageView) =>
  (family: string): boolean =>
    !withoutFamilies.some((one) => one.toLowerCase() === family.toLowerCase());

function regionLines(
  { quotas, computes, instances }: Simulation,
  subscriptionId: string,
  region: string,
): UsageLine[] {
  const limits = quotas.limitsOf(subscriptionId, region);
  const id = `/subscriptions/${subscriptionId}/usages`;
  return [
    {
      id,
      level: 'computes',
      name: 'TotalClusters',
      display: 'Clusters',
      currentValue:
        computes.inRegion(subscriptionId, region).size +
        instances.inRegion(subscriptionId, region).size,
      limit: limits.computes,
    },
    {
      id,
      level: 'regionDedicated',
      name: 'TotalDedicatedCores',
      display: 'Total Cluster Dedicated Regional vCPUs',
      currentValue: quotas.usedBy(subscriptionId, region, 'Dedicated'),
      limit: limits.dedicatedCores,
    },
    {
      id,
      level: 'regionLowPriority',
      name: 'TotalLowPriorityCores',
      display: 'Total Cluster LowPriority Regional vCPUs',
      currentValue: quotas.usedBy(subscriptionId, region, 'LowPriority'),
      limit: limits.lowPriorityCores,
    },
  ];
}

function familyLine(
  { quotas }: Simulation,
  subscriptionId: string,
  region: string,
  family: string,
  priority: Priority,
): UsageLine {
  const limits = quotas.limitsOf(subscriptionId, region);
  const { display, segment } = familyName(family, priority);
  return {
    id: `/subscriptions/${subscriptionId}/usages/${segment}`,
    level: priority === 'Dedicated' ? 'familyDedicated' : 'familyLowPriority',
    name: family,
    display,
    currentValue: quotas.usedBy(subscriptionId, region, priority, family),
    limit:
      priority === 'LowPriority'
        ? familyUnlimited
        : (limits.families[family] ?? limits.familyCores),
  };
}

/** ARM spells the type `workspaces/usages` in some lines and `workspace/usages` in others. */
function workspaceLines(
  { quotas, workspaces }: Simulation,
  subscriptionId: string,
  region: string,
): UsageLine[] {
  return [...quotas.workspaceLimitsIn(subscriptionId, region)].flatMap(
    ({ workspaceKey, family, limit }, index) => {
      const workspace = workspaces.findById(workspaceKey);
      const name = familyOf(family);
      if (!workspace || !name) return [];
      const { display, segment } = familyName(name, 'Dedicated');
      return [
        {
          id: `${workspace.id}/usages/${segment}`,
          level: index % 2 === 0 ? 'workspaces' : 'workspace',
          name,
          display,
          currentValue: quotas.usedBy(subscriptionId, region, 'Dedicated', name, workspaceKey),
          limit,
        },
      ];
    },
  );
}

function computeLines(
  { quotas, computes, instances }: Simulation,
  subscriptionId: string,
  region: string,
): UsageLine[] {
  const clusters = [...computes.inRegion(subscriptionId, region).values()];
  const machines = [...instances.inRegion(subscriptionId, region).values()];
  const held = [
    ...clusters.map((record) => ({ id: record.id, holding: holdingOf(record) })),
    ...machines.map((record) => ({ id: record.id, holding: holdingOfInstance(record) })),
  ];
  return held.flatMap(({ id, holding }) => {
    if (holding.cores === 0) return [];
    const { display, segment } = familyName(holding.family, holding.priority);
    return [
      {
        id: `${id}/usages/${segment}`,
        level: 'compute',
        name: holding.family,
        display,
        currentValue: holding.cores,
        limit: quotas.rooms(holding)[0]?.limit ?? 0,
      },
    ];
  });
}

export const familyOf = (name: string): string | undefined =>
  vmFamilies.find((family) => family.toLowerCase() === name.toLowerCase());
