import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  diagnoseComputeInstance,
  computeInstanceSettings,
  type ComputeInstanceDesired,
  type ComputeInstanceObserved,
} from '#libs/kinds/compute-instances';
import type { GraphqlContext } from '../../context/graphql-context.js';
import type { PresentedResource } from '../presented-resource.js';
import { differingOf, diagnosticsField } from '../computes/diagnostics-field.js';
import { Reader } from '../reader.js';
import { ComputeInstanceObject } from './compute-instance.types.js';

/** From rows and what the worker has read into them; Azure itself is not asked. */
@Resolver(() => ComputeInstanceObject)
export class ComputeInstanceDiagnosticsResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField(...diagnosticsField)
  async diagnostics(@Context() context: GraphqlContext, @Parent() { row }: PresentedResource) {
    const around = await this.reader.findSurroundings(context, row);
    const desired = row.desired as ComputeInstanceDesired;
    const differing = differingOf(computeInstanceSettings, row);
    const observed = row.observed as ComputeInstanceObserved | null;
    return diagnoseComputeInstance({ ...row, desired, observed }, new Date(), around, differing);
  }
}
