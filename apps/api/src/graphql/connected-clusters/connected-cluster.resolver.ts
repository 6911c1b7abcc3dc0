import { Inject } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { type PresentedResource } from '../present.js';
import { findExtensions } from '../reader.js';
import { ArcExtensionObject } from '../arc-extensions/arc-extension.types.js';
import { ConnectedClusterObject } from './connected-cluster.types.js';

@Resolver(() => ConnectedClusterObject)
export class ConnectedClusterResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @ResolveField('extensions', () => [ArcExtensionObject], {
    description: 'What is installed on it.',
  })
  extensions(@Context() context: GraphqlContext, @Parent() cluster: PresentedResource) {
    return findExtensions(this.deps, context, cluster.rowId);
  }
}
