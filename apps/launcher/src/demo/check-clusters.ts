import type { Cluster } from './read-clusters.js';

export interface ClusterExpectation {
  name: string;
  location: string;
  priority: string;
  /** Least and most. */
  nodes: readonly [number, number];
  identity: string;
}

/** Throws, naming every difference, unless exactly the expected clusters stand and each is as expected. */
export function checkClusters(
  clusters: readonly Cluster[],
  expected: readonly ClusterExpectation[],
): void {
  const differences = expected.flatMap((expectation) => {
    const cluster = clusters.find(({ name }) => name === expectation.name);
    return cluster ? compare(cluster, expectation) : [`${expectation.name} is missing`];
  });
  const surplus = clusters.filter(({ name }) => !expected.some((other) => other.name === name));
  differences.push(...surplus.map(({ name }) => `${name} should be gone`));
  if (differences.length > 0) throw new Error(differences.join('\n'));
}

function compare(cluster: Cluster, expected: ClusterExpectation): string[] {
  const { scale } = cluster;
  const pairs: [what: string, is: string, shouldBe: string][] = [
    ['provisioning state', cluster.provisioningState, 'SUCCEEDED'],
    ['location', cluster.location, expected.location],
    ['priority', cluster.vmPriority, expected.priority],
    ['scale', `${scale.minNodeCount} to ${scale.maxNodeCount}`, expected.nodes.join(' to ')],
    ['identity', cluster.identity.type, expected.identity],
  ];
  return pairs
    .filter(([, is, shouldBe]) => is !== shouldBe)
    .map(([what, is, shouldBe]) => `${cluster.name}: ${what} is ${is}, not ${shouldBe}`);
}
