import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Policy, PolicyApproval } from '#libs/operations';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { presentPrincipal, presentTeam } from '../present.js';
import { PrincipalObject, TeamObject } from '../principal/principal.types.js';
import { Reader } from '../reader.js';
import type { TrialMatch } from '#libs/policies';
import { PlanObject } from '../plans/plan.types.js';
import { PolicyMatchObject } from './policy-test.types.js';
import { PolicyApprovalObject, PolicyObject } from './policy.types.js';

@Resolver(() => PolicyObject)
export class PolicyResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField('team', () => TeamObject, {
    nullable: true,
    description: 'The team whose requests it is about; null: the whole platform.',
  })
  async team(@Context() { request }: GraphqlContext, @Parent() { teamId }: Policy) {
    const row = teamId === null ? undefined : await this.reader.findTeamRow(request, teamId);
    return row ? presentTeam(row) : null;
  }
}

@Resolver(() => PolicyApprovalObject)
export class PolicyApprovalResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField('principals', () => [PrincipalObject], {
    description: 'Those of whom they are, as far as you may see them; empty: anybody who has it.',
  })
  async principals(
    @Context() { request }: GraphqlContext,
    @Parent() { principalIds }: PolicyApproval,
  ) {
    const rows = await Promise.all(
      principalIds.map((id) => this.reader.findPrincipalRow(request, id)),
    );
    return rows.flatMap((row) => (row ? [presentPrincipal(row)] : []));
  }
}

@Resolver(() => PolicyMatchObject)
export class PolicyMatchResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField('plan', () => PlanObject, {
    nullable: true,
    description: 'The plan that it was; null: the request was given.',
  })
  plan(@Context() context: GraphqlContext, @Parent() { planId }: TrialMatch) {
    return this.reader.findPlan(context, planId ?? '');
  }

  @ResolveField('requestedBy', () => PrincipalObject, {
    nullable: true,
    description: 'Who asked; null: the request was given.',
  })
  requestedBy(@Parent() { requestedBy }: TrialMatch) {
    return requestedBy && presentPrincipal(requestedBy);
  }
}
