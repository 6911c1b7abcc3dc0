import { Inject } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { diagnoseCluster, diagnoseKubernetes } from '#libs/resources';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import { KubernetesComputeObject } from '../kubernetes/kubernetes.types.js';
import type { PresentedResource } from '../present.js';
import { findAttachedExtensions, findClusterOfCompute, findSurroundings } from '../reader.js';
import { ComputeClusterObject, DiagnosticObject } from './compute.types.js';

const diagnostics = [
  'diagnostics',
  () => [DiagnosticObject],
  { description: 'What is wrong and what to do; empty when all is well.' },
] as const;

type RowOf<Diagnose extends (row: never, ...rest: never[]) => unknown> = Parameters<Diagnose>[0];

/** From rows and what the worker has read into them; Azure itself is not asked. */
@Resolver(() => ComputeClusterObject)
export class ClusterDiagnosticsResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @ResolveField(...diagnostics)
  async diagnostics(@Context() context: GraphqlContext, @Parent() { row }: PresentedResource) {
    const around = await findSurroundings(this.deps, context, row);
    return diagnoseCluster(row as RowOf<typeof diagnoseCluster>, new Date(), around);
  }
}

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
