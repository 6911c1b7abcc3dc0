import { Inject } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import { VmSizeObject, vmSizeSchema } from '../compute/vm-size.resolver.js';
import type { PresentedResource } from '../present.js';
import { ComputeInstanceObject } from './instance.types.js';

const sizesSchema = z.object({ value: z.array(vmSizeSchema).nullish() });
type Sizes = NonNullable<z.infer<typeof sizesSchema>['value']>;

@Resolver(() => ComputeInstanceObject)
export class InstanceResolver {
  private readonly known = new LRUCache<string, Sizes>({ max: 1_000, ttl: 30_000 });

  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @ResolveField('allowedResizeSizes', () => [VmSizeObject], {
    nullable: true,
    description:
      'What resizeComputeInstance takes, asked of Azure live; null, with an error, where Azure does not answer.',
  })
  async allowedResizeSizes(@Parent() { armId }: PresentedResource) {
    const known = this.known.get(armId);
    if (known) return known;
    const answer = await this.deps.arm.post(armId, 'getAllowedVmSizesForResize', undefined, {
      timeoutMs: 5_000,
    });
    const body = answer.state === 'Succeeded' ? answer.body : undefined;
    const sizes = sizesSchema.parse(body ?? {}).value ?? [];
    this.known.set(armId, sizes);
    return sizes;
  }
}
