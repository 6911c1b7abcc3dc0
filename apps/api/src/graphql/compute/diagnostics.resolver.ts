import { Inject } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  clusterDesiredSchema,
  compareClusterSettings,
  compareIdleTime,
  compareSchedules,
  diagnoseCluster,
  diagnoseInstance,
  diagnoseKubernetes,
  instanceDesiredSchema,
  type ClusterRow,
  type InstanceDesired,
  type InstanceObserved,
} from '#libs/resources';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import { ComputeInstanceObject } from '../instance/instance.types.js';
import { KubernetesComputeObject } from '../kubernetes/kubernetes.types.js';
import type { PresentedResource } from '../present.js';
import { findAttachedExtensions, findClusterOfCompute, findSurroundings } from '../reader.js';
import { ComputeClusterObject, DiagnosticObject } from './compute.types.js';

const diagnostics = [
  'diagnostics',
  () => [DiagnosticObject],
  { description: 'What is wrong and what to do; empty when all is well.' },
] as const;

/** From rows and what the worker has read into them; Azure itself is not asked. */
@Resolver(() => ComputeClusterObject)
export class ClusterDiagnosticsResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @ResolveField(...diagnostics)
  async diagnostics(@Context() context: GraphqlContext, @Parent() { row }: PresentedResource) {
    const around = await findSurroundings(this.deps, context, row);
    const cluster = row as ClusterRow;
    const desired = clusterDesiredSchema.parse(row.desired);
    const differing = cluster.observed ? compareClusterSettings(desired, cluster.observed) : [];
    return diagnoseCluster(cluster, new Date(), around, differing);
  }
}

@Resolver(() => ComputeInstanceObject)
export class InstanceDiagnosticsResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @ResolveField(...diagnostics)
  async diagnostics(@Context() context: GraphqlContext, @Parent() { row }: PresentedResource) {
    const around = await findSurroundings(this.deps, context, row);
    const desired = instanceDesiredSchema.parse(row.desired);
    const observed = row.observed as InstanceObserved | null;
    const differing = observed ? differingSettings(desired, observed) : [];
    return diagnoseInstance({ ...row, desired, observed }, new Date(), around, differing);
  }
}

/** What acts later, and so goes unnoticed where it is not as asked. */
const differingSettings = (desired: InstanceDesired, observed: InstanceObserved) => [
  ...compareIdleTime(desired, observed),
  ...compareSchedules(desired.schedules, observed.schedules),
];

@Resolver(() => KubernetesComputeObject)
export class KubernetesDiagnosticsResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @ResolveField(...diagnostics)
  async diagnostics(
    @Context() context: GraphqlContext,
    @Parent() { row, clusterRowId }: PresentedResource & { clusterRowId: string },
  ) {
    const [around, cluster, extensions] = await Promise.all([
      findSurroundings(this.deps, context, row),
      findClusterOfCompute(this.deps, context, clusterRowId),
      findAttachedExtensions(this.deps, context, clusterRowId),
    ]);
    return diagnoseKubernetes(row, cluster?.row ?? null, extensions, new Date(), around);
  }
}
