import { Inject } from '@nestjs/common';
import { Args, Context, Field, Float, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { normaliseLocation } from '#libs/kernel';
import { isSubscriptionOpenTo, visibleTeams } from '#libs/tenants';
import { kinds } from '#libs/kinds';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import { ComputeType } from '../enums.js';
import { UuidScalar } from '../scalars/scalars.js';
import type { Actor } from '#libs/verbs';

@ObjectType('VmSize', { description: 'A VM size of a region.' })
export class VmSizeObject {
  @Field(() => String, { description: 'Its name, e.g. Standard_DS3_v2.' })
  name: string;
  @Field(() => String, { nullable: true, description: 'Its family: what quota counts by.' })
  family: string | null;
  @Field(() => Int, { nullable: true, description: 'Virtual CPUs.' })
  vCpus: number | null;
  @Field(() => Int, { nullable: true, description: 'GPUs.' })
  gpus: number | null;
  @Field(() => Float, { nullable: true, description: 'Memory, GB.' })
  memoryGb: number | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether low-priority nodes come in it.' })
  lowPriorityCapable: boolean | null;
}

export const vmSizeSchema = z
  .object({
    name: z.string(),
    family: z.string().nullish(),
    vCPUs: z.number().nullish(),
    gpus: z.number().nullish(),
    memoryGB: z.number().nullish(),
    lowPriorityCapable: z.boolean().nullish(),
    supportedComputeTypes: z.array(z.string()).nullish(),
  })
  .transform(({ vCPUs, memoryGB, ...size }) => ({ ...size, vCpus: vCPUs, memoryGb: memoryGB }));
type Size = z.infer<typeof vmSizeSchema>;

/** ARM's word for a kind that has VM sizes. */
const armTypeOf = (kind: string): string | undefined => {
  const { hasMachines, compute } = kinds.of(kind);
  return hasMachines && compute?.armType;
};

@Resolver(() => VmSizeObject)
export class VmSizeResolver {
  private readonly known = new LRUCache<string, Size[]>({ max: 100, ttl: 60_000 });

  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @Query(() => [VmSizeObject], { description: 'VM sizes of a region, asked of Azure.' })
  async vmSizes(
    @Args('location', { type: () => String, description: 'Azure region.' }) location: string,
    @Args('computeType', {
      type: () => ComputeType,
      nullable: true,
      description: 'For which kind.',
    })
    computeType: string | null,
    @Args('subscriptionId', {
      type: () => UuidScalar,
      nullable: true,
      description:
        "The Azure subscription to ask for; the gateway's default one unless given. Any other is one where a team of yours has a group or a share.",
    })
    subscriptionId: string | null,
    @Context() { request }: GraphqlContext,
  ) {
    const region = normaliseLocation(location);
    if (!/^[a-z0-9]{1,60}$/.test(region)) {
      throw new GraphQLError(`'${location}' is not an Azure region such as westeurope.`, {
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
    const sizes = await this.read(await this.choose(subscriptionId, request.actor), region);
    const armType = computeType ? armTypeOf(computeType) : undefined;
    return sizes.filter(
      ({ supportedComputeTypes: types }) => !armType || !types || types.includes(armType),
    );
  }

  /** The one to ask in. Azure is asked in none that the caller's teams may not use, whether there is such a one or not. */
  private async choose(asked: string | null, actor: Actor): Promise<string> {
    const { defaultSubscriptionId } = this.deps.submit;
    const chosen = asked ?? defaultSubscriptionId;
    if (chosen === undefined) throw noDefaultSubscription();
    const isDefault = chosen.toLowerCase() === defaultSubscriptionId?.toLowerCase();
    const { pool } = this.deps.database;
    if (isDefault || (await isSubscriptionOpenTo(pool, visibleTeams(actor), chosen))) return chosen;
    throw notShared();
  }

  private async read(subscriptionId: string, location: string): Promise<Size[]> {
    const path = `/subscriptions/${subscriptionId.toLowerCase()}/providers/Microsoft.MachineLearningServices/locations/${location}/vmSizes`;
    const known = this.known.get(path);
    if (known) return known;
    const { value } = await this.deps.arm.list(path, { timeoutMs: 10_000 });
    const sizes = z.array(vmSizeSchema).parse(value);
    this.known.set(path, sizes);
    return sizes;
  }
}

const notShared = (): GraphQLError =>
  new GraphQLError(
    'None of your teams has a resource group in this subscription or a share in it. Whoever administers the platform can share it with shareScope.',
    { extensions: { code: 'SCOPE_NOT_SHARED' } },
  );

/** Sizes are listed per subscription: an empty list would say that Azure has none here. */
const noDefaultSubscription = (): GraphQLError =>
  new GraphQLError(
    'This gateway has no default subscription to ask Azure in for VM sizes: name one as subscriptionId, or whoever runs it sets AZURE_SUBSCRIPTION_ID.',
    { extensions: { code: 'NO_DEFAULT_SUBSCRIPTION' } },
  );
