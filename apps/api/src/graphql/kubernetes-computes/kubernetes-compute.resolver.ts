import { Inject } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { findClusterOfCompute, type AttachedCluster } from '../reader.js';
import { ConnectedClusterObject } from '../connected-clusters/connected-cluster.types.js';
import { KubernetesComputeObject } from './kubernetes-compute.types.js';

@Resolver(() => KubernetesComputeObject)
export class KubernetesComputeResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @ResolveField('cluster', () => ConnectedClusterObject, {
    nullable: true,
    description: 'The cluster that is attached; null where Armature knows none of that id.',
  })
  cluster(@Context() context: GraphqlContext, @Parent() compute: { attached: AttachedCluster }) {
    return findClusterOfCompute(this.deps, context, compute.attached);
  }
}
