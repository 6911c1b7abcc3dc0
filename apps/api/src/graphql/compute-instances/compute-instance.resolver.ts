import { Inject } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { readResizeSizes } from '#libs/kinds/compute-instances';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { AZURE, type Azure } from '../../parts/parts.js';
import { LiveReads } from '../computes/live-reads.js';
import { vmSizeSchema } from '../../reads/vm-sizes/vm-size.schema.js';
import { VmSizeObject } from '../computes/vm-size.types.js';
import type { PresentedResource } from '../presented-resource.js';
import { ComputeInstanceObject } from './compute-instance.types.js';

const sizesSchema = z.array(vmSizeSchema);
type Sizes = z.infer<typeof sizesSchema>;

@Resolver(() => ComputeInstanceObject)
export class ComputeInstanceResolver {
  private readonly live = new LiveReads<Sizes>(30_000);

  constructor(@Inject(AZURE) private readonly azure: Azure) {}

  @ResolveField('allowedResizeSizes', () => [VmSizeObject], {
    nullable: true,
    description:
      'What resizeComputeInstance takes, asked of Azure live; null, with an error, where Azure does not answer, or for more than ten computes in one request.',
  })
  allowedResizeSizes(
    @Context() { request }: GraphqlContext,
    @Parent() { armId }: PresentedResource,
  ) {
    return this.live.read(request, armId, () => this.ask(armId));
  }

  private async ask(armId: string): Promise<Sizes> {
    return sizesSchema.parse((await readResizeSizes(this.azure.arm, armId, 5_000)) ?? []);
  }
}
