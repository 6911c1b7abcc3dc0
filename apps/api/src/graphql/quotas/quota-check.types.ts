import { Field, Int, ObjectType } from '@nestjs/graphql';
import { OfferAvailability, QuotaScope, VmPriority } from '../enums.js';
import { MoneyObject } from '../prices/money.types.js';
import { DateTimeScalar } from '../scalars/scalars.js';

@ObjectType('QuotaLine', { description: "One of Azure's counts, and what is asked of it." })
export class QuotaLineObject {
  @Field(() => QuotaScope, { description: 'Over what it counts.' })
  scope: string;
  @Field(() => String, { description: 'As Azure calls it.' })
  name: string;
  @Field(() => String, { description: 'vCPUs, or computes.' })
  unit: string;
  @Field(() => Int, {
    nullable: true,
    description:
      'How much may be used; -1: as much as the other lines leave; null: Azure does not say.',
  })
  limit: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'How much is used; null: Azure does not say, which is never 0.',
  })
  used: number | null;
  @Field(() => Int, {
    description: 'Promised to operations that have not ended, beyond what Azure counts.',
  })
  held: number;
  @Field(() => Int, {
    description:
      'What there must be room for, beyond what Azure counts for it already: that of one node at least, though it begins without any.',
  })
  requested: number;
  @Field(() => Int, { description: 'Of that, what it takes as soon as it stands.' })
  requestedAtOnce: number;
  @Field(() => Int, { description: 'What it takes with as many nodes as it may have.' })
  requestedAtMost: number;
  @Field(() => Int, {
    nullable: true,
    description: 'How much of `requested` there is no room for; null: that is not known.',
  })
  shortfall: number | null;
}

@ObjectType('SizeOffer', { description: 'A VM size that could be had instead.' })
export class SizeOfferObject {
  @Field(() => String, { description: 'The VM size.' })
  vmSize: string;
  @Field(() => String, { description: 'Azure region.' })
  location: string;
  @Field(() => VmPriority, { description: 'The tier.' })
  vmPriority: string;
  @Field(() => OfferAvailability, { description: 'Whether it could be had.' })
  availability: string;
  @Field(() => MoneyObject, {
    nullable: true,
    description: 'What an hour of one node costs; null: not known, which is never free.',
  })
  hourlyPrice: MoneyObject | null;
}

@ObjectType('QuotaCheck', {
  description:
    'Whether the quota carries something. Quota is what Azure allows: whether it has machines free is another matter, which nobody can look up.',
})
export class QuotaCheckObject {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether there is room for what is requested; null: Azure did not say.',
  })
  fits: boolean | null;
  @Field(() => [QuotaLineObject], { description: 'All that counts it.' })
  checks: QuotaLineObject[];
  @Field(() => [SizeOfferObject], {
    description:
      'What could be had instead in this region and in others of its geography, those that would fit first, the cheapest of them first; and what became of the size itself.',
  })
  offers: SizeOfferObject[];
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When Azure's numbers were read; null: they were not, and are soon.",
  })
  observedAt: Date | null;
}
