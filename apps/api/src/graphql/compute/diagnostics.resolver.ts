import { Inject } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { IgnoredField } from '#libs/resources';
import {
  compareCluster,
  diagnoseCluster,
  type ClusterDesired,
  type ClusterObserved,
} from '#libs/kinds/compute-clusters';
import {
  compareInstance,
  diagnoseInstance,
  type InstanceDesired,
  type InstanceObserved,
} from '#libs/kinds/compute-instances';
import {
  compareKubernetes,
  diagnoseKubernetes,
  type KubernetesDesired,
  type KubernetesObserved,
} from '#libs/kinds/kubernetes-computes';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { ResourceRow } from '../../reads/rows.js';
import { ComputeInstanceObject } from '../instance/instance.types.js';
import { KubernetesComputeObject } from '../kubernetes/kubernetes.types.js';
import type { PresentedResource } from '../present.js';
import {
  findAttachedExtensions,
  findClusterOfCompute,
  findSurroundings,
  type AttachedCluster,
} from '../reader.js';
import { ComputeClusterObject, DiagnosticObject } from './compute.types.js';

const diagnostics = [
  'diagnostics',
  () => [DiagnosticObject],
  { description: 'What is wrong and what to do; empty when all is well.' },
] as const;

/** Every field that Azure reports otherwise than asked. While an operation is at work on it, that is no news. */
const differingOf = <Observed>(
  { observed, underWay }: ResourceRow,
  compare: (found: Observed) => IgnoredField[],
): IgnoredField[] => (observed && !underWay ? compare(observed as Observed) : []);

/** From rows and what the worker has read into them; Azure itself is not asked. */
@Resolver(() => ComputeClusterObject)
export class ClusterDiagnosticsResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @ResolveField(...diagnostics)
  async diagnostics(@Context() context: GraphqlContext, @Parent() { row }: PresentedResource) {
    const around = await findSurroundings(this.deps, context, row);
    const differing = differingOf<ClusterObserved>(row, (found) =>
      compareCluster(row.desired as ClusterDesired, row.costTags, found),
    );
    const observed = row.observed as ClusterObserved | null;
    return diagnoseCluster({ ...row, observed }, new Date(), around, differing);
  }
}

@Resolver(() => ComputeInstanceObject)
export class InstanceDiagnosticsResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @ResolveField(...diagnostics)
  async diagnostics(@Context() context: GraphqlContext, @Parent() { row }: PresentedResource) {
    const around = await findSurroundings(this.deps, context, row);
    const desired = row.desired as InstanceDesired;
    const differing = differingOf<InstanceObserved>(row, (found) =>
      compareInstance(desired, row.costTags, found),
    );
    const observed = row.observed as InstanceObserved | null;
    return diagnoseInstance({ ...row, desired, observed }, new Date(), around, differing);
  }
}

@Resolver(() => KubernetesComputeObject)
export class KubernetesDiagnosticsResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @ResolveField(...diagnostics)
  async diagnostics(
    @Context() context: GraphqlContext,
    @Parent() { row, attached }: PresentedResource & { attached: AttachedCluster },
  ) {
    const [around, cluster] = await Promise.all([
      findSurroundings(this.deps, context, row),
      findClusterOfCompute(this.deps, context, attached),
    ]);
    const extensions = cluster
      ? await findAttachedExtensions(this.deps, context, cluster.rowId)
      : [];
    const differing = differingOf<KubernetesObserved>(row, (found) =>
      compareKubernetes(row.desired as KubernetesDesired, row.costTags, found),
    );
    return diagnoseKubernetes(row, cluster?.row ?? null, extensions, new Date(), around, differing);
  }
}
