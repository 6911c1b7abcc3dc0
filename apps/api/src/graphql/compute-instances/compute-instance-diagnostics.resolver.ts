import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  diagnoseInstance,
  instanceSettings,
  type InstanceDesired,
  type InstanceObserved,
} from '#libs/kinds/compute-instances';
import type { GraphqlContext } from '../../context/graphql-context.js';
import type { PresentedResource } from '../present.js';
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
    const desired = row.desired as InstanceDesired;
    const differing = differingOf(instanceSettings, row);
    const observed = row.observed as InstanceObserved | null;
    return diagnoseInstance({ ...row, desired, observed }, new Date(), around, differing);
  }
}
