import { Inject } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Pool } from 'pg';
import { z } from 'zod';
import { normaliseLocation } from '#libs/kernel';
import { readResizeSizes } from '#libs/kinds/compute-instances';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { AZURE, type ApiSettings, type Azure, SETTINGS } from '../../parts/parts.js';
import { LiveReads } from '../computes/live-reads.js';
import { vmSizeSchema } from '../../reads/vm-sizes/vm-size.schema.js';
import { withPrices, type PricedVmSize } from '../../reads/vm-sizes/with-prices.js';
import { VmSizeObject } from '../computes/vm-size.types.js';
import type { PresentedResource } from '../presented-resource.js';
import { ComputeInstanceObject } from './compute-instance.types.js';

const sizesSchema = z.array(vmSizeSchema);

@Resolver(() => ComputeInstanceObject)
export class ComputeInstanceResolver {
  private readonly live = new LiveReads<PricedVmSize[]>(30_000);

  constructor(
    private readonly pool: Pool,
    @Inject(AZURE) private readonly azure: Azure,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @ResolveField('allowedResizeSizes', () => [VmSizeObject], {
    nullable: true,
    description:
      'What resizeComputeInstance takes, asked of Azure live; null, with an error, where Azure does not answer, or for more than ten computes in one request.',
  })
  allowedResizeSizes(
    @Context() { request }: GraphqlContext,
    @Parent() { armId, location }: PresentedResource & { location: string },
  ) {
    return this.live.read(request, armId, () => this.ask(armId, location));
  }

  private async ask(armId: string, location: string): Promise<PricedVmSize[]> {
    const listed = (await readResizeSizes(this.azure.arm, armId, 5_000)) ?? [];
    const { pool, settings } = this;
    const region = normaliseLocation(location);
    return withPrices({ pool, prices: settings.prices }, region, sizesSchema.parse(listed));
  }
}
