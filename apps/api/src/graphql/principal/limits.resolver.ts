import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { Reader } from '../reader.js';
import { TeamLimitsObject } from './limits.types.js';
import { presentLimits } from './present-limits.js';
import { TeamObject } from './principal.types.js';

@Resolver(() => TeamObject)
export class LimitsResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField('limits', () => TeamLimitsObject, {
    nullable: true,
    description:
      'What its computes may come to, and what they do; null where you see its name alone.',
  })
  async limits(@Context() context: GraphqlContext, @Parent() team: { rowId: string }) {
    const use = await this.reader.findTeamUse(context, team.rowId);
    return use ? presentLimits(use) : null;
  }
}
