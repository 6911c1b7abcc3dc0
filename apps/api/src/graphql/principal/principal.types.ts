import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { PrincipalKind, Role } from '../enums.js';
import { DateTimeScalar, UuidScalar } from '../scalars/scalars.js';
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

@ObjectType('EntraGroup', {
  description:
    'A group of Entra ID that has a role: who is in it, their tokens say, or Microsoft Graph.',
  implements: () => [NodeObject],
})
export class EntraGroupObject extends NodeObject {
  @Field(() => UuidScalar, { description: 'Object id in Entra ID.' })
  objectId: string;
  @Field(() => UuidScalar, { description: 'Tenant in Entra ID.' })
  tenantId: string;
}

export const RoleSubject = createUnionType({
  name: 'RoleSubject',
  description: 'Whoever has a role.',
  types: () => [PrincipalObject, EntraGroupObject] as const,
  resolveType: (value: { __typename: string }) => value.__typename,
});

@ObjectType('RoleGrant', {
  description: 'A role, who has it, and where it holds.',
  implements: () => [NodeObject],
})
export class RoleGrantObject extends NodeObject {
  @Field(() => RoleSubject, { description: 'Who has it.' })
  subject: PrincipalObject | EntraGroupObject;
  @Field(() => TeamObject, { nullable: true, description: 'The team; null means platform-wide.' })
  team: TeamObject | null;
  @Field(() => Role, { description: 'What it allows.' })
  role: string;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was given; null for an app role, which a token of Entra ID gives.',
  })
  createdAt: Date | null;
  @Field(() => PrincipalObject, {
    nullable: true,
    description: 'Who gave it; null for an app role, and where that was not kept.',
  })
  createdBy: PrincipalObject | null;
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
