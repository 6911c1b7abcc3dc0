import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { diagnoseKubernetes, kubernetesSettings } from '#libs/kinds/kubernetes-computes';
import type { GraphqlContext } from '../../context/graphql-context.js';
import type { PresentedResource } from '../presented-resource.js';
import { differingOf, diagnosticsField } from '../computes/diagnostics-field.js';
import { Reader, type AttachedConnectedCluster } from '../reader.js';
import { KubernetesComputeObject } from './kubernetes-compute.types.js';

/** From rows and what the worker has read into them; Azure itself is not asked. */
@Resolver(() => KubernetesComputeObject)
export class KubernetesComputeDiagnosticsResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField(...diagnosticsField)
  async diagnostics(
    @Context() context: GraphqlContext,
    @Parent() { row, attached }: PresentedResource & { attached: AttachedConnectedCluster },
  ) {
    const [around, cluster] = await Promise.all([
      this.reader.findSurroundings(context, row),
      this.reader.findClusterOfCompute(context, attached),
    ]);
    const extensions = cluster
      ? await this.reader.findAttachedExtensions(context, cluster.rowId)
      : [];
    const differing = differingOf(kubernetesSettings, row);
    return diagnoseKubernetes(row, cluster?.row ?? null, extensions, new Date(), around, differing);
  }
}
