import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { Reader, type AttachedConnectedCluster } from '../reader.js';
import { ConnectedClusterObject } from '../connected-clusters/connected-cluster.types.js';
import { KubernetesComputeObject } from './kubernetes-compute.types.js';

@Resolver(() => KubernetesComputeObject)
export class KubernetesComputeResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField('cluster', () => ConnectedClusterObject, {
    nullable: true,
    description: 'The cluster that is attached; null where Armature knows none of that id.',
  })
  cluster(
    @Context() context: GraphqlContext,
    @Parent() compute: { attached: AttachedConnectedCluster },
  ) {
    return this.reader.findClusterOfCompute(context, compute.attached);
  }
}
