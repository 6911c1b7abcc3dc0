import type { Collection } from '../store/collection.js';
import type { Store } from '../store/store.js';

export const podReasons = ['CrashLoopBackOff', 'ImagePullBackOff', 'Unschedulable'] as const;
export type PodReason = (typeof podReasons)[number];

export interface PodProblem {
  clusterKey: string;
  /** The pod's name begins with it. */
  podPrefix: string;
  reason: PodReason;
}

/** Pods that are not well because somebody said so, and namespaces that somebody made. */
export class PodProblems {
  private readonly problems: Collection<PodProblem>;
  private readonly namespaces: Collection<string[]>;

  constructor(store: Store) {
    this.problems = store.collection('podProblems');
    this.namespaces = store.collection('kubernetesNamespaces');
  }

  set(problem: PodProblem): void {
    this.problems.put(`${problem.clusterKey}|${problem.podPrefix}`, problem);
  }

  heal(clusterKey: string): void {
    for (const [key, problem] of Array.from(this.problems.entries()))
      if (problem.clusterKey === clusterKey) this.problems.delete(key);
  }

  reasonOf(clusterKey: string, podName: string): PodReason | undefined {
    return [...this.problems.values()].find(
      (problem) => problem.clusterKey === clusterKey && podName.startsWith(problem.podPrefix),
    )?.reason;
  }

  addNamespace(clusterKey: string, name: string): void {
    this.namespaces.put(clusterKey, [...new Set([...this.namespacesOf(clusterKey), name])]);
  }

  namespacesOf(clusterKey: string): string[] {
    return this.namespaces.get(clusterKey) ?? [];
  }

  clear(): void {
    this.problems.clear();
    this.namespaces.clear();
  }
}
