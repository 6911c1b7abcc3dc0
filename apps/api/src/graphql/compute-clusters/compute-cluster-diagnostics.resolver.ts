import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  computeClusterSettings,
  diagnoseComputeCluster,
  type ComputeClusterObserved,
} from '#libs/kinds/compute-clusters';
import type { GraphqlContext } from '../../context/graphql-context.js';
import type { PresentedResource } from '../presented-resource.js';
import { differingOf, diagnosticsField } from '../computes/diagnostics-field.js';
import { Reader } from '../reader.js';
import { ComputeClusterObject } from './compute-cluster.types.js';

/** From rows and what the worker has read into them; Azure itself is not asked. */
@Resolver(() => ComputeClusterObject)
export class ComputeClusterDiagnosticsResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField(...diagnosticsField)
  async diagnostics(@Context() context: GraphqlContext, @Parent() { row }: PresentedResource) {
    const around = await this.reader.findSurroundings(context, row);
    const differing = differingOf(computeClusterSettings, row);
    const observed = row.observed as ComputeClusterObserved | null;
    return diagnoseComputeCluster({ ...row, observed }, new Date(), around, differing);
  }
}
