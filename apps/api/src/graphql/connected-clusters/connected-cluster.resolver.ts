import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import type { PresentedResource } from '../presented-resource.js';
import { Reader } from '../reader.js';
import { ArcExtensionObject } from '../arc-extensions/arc-extension.types.js';
import { ConnectedClusterObject } from './connected-cluster.types.js';

@Resolver(() => ConnectedClusterObject)
export class ConnectedClusterResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField('extensions', () => [ArcExtensionObject], {
    description: 'What is installed on it.',
  })
  extensions(@Context() context: GraphqlContext, @Parent() cluster: PresentedResource) {
    return this.reader.findExtensions(context, cluster.rowId);
  }
}
