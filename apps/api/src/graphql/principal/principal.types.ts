import { Field, ObjectType } from '@nestjs/graphql';
import { PrincipalKind, Role } from '../enums.js';
import { DateTimeScalar } from '../scalars/scalars.js';
import { NodeObject } from '../relay/node.types.js';

@ObjectType('Team', {
  description: 'Those who pay: resources and roles belong to a team.',
  implements: () => [NodeObject],
})
export class TeamObject extends NodeObject {
  @Field(() => String, { description: 'Unique without case.' })
  name: string;
  @Field(() => String, { description: 'The cost centre that is charged.' })
  costCenter: string;
}

@ObjectType('RoleGrant', { description: 'A role and where it holds.' })
export class RoleGrantObject {
  @Field(() => TeamObject, { nullable: true, description: 'The team; null means platform-wide.' })
  team: TeamObject | null;
  @Field(() => Role, { description: 'What it allows.' })
  role: string;
}

@ObjectType('Principal', {
  description: 'A person, a bot, or the system itself.',
  implements: () => [NodeObject],
})
export class PrincipalObject extends NodeObject {
  @Field(() => PrincipalKind, { description: 'Person, bot or system.' })
  kind: string;
  @Field(() => String, { description: 'How people call it.' })
  displayName: string;
}

@ObjectType('ApiKey', {
  description: 'A secret that stands for a principal.',
  implements: () => [NodeObject],
})
export class ApiKeyObject extends NodeObject {
  @Field(() => String, { description: 'What its owner calls it.' })
  name: string;
  @Field(() => String, { description: 'The readable start of the key.' })
  prefix: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it stops working by itself.' })
  expiresAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked.' })
  revokedAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was last used, to the minute.',
  })
  lastUsedAt: Date | null;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
  @Field(() => PrincipalObject, { description: 'For whom it speaks.' })
  principal: PrincipalObject;
  @Field(() => TeamObject, {
    nullable: true,
    description:
      'The team for which it was made; null: the platform, or a team that you do not see.',
  })
  team: TeamObject | null;
  @Field(() => PrincipalObject, {
    nullable: true,
    description: 'Who made it; null where that was not kept.',
  })
  createdBy: PrincipalObject | null;
}
