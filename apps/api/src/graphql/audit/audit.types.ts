import { Field, Int, ObjectType } from '@nestjs/graphql';
import { PrincipalObject, TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { DateTimeScalar, JsonObjectScalar } from '../scalars/scalars.js';

@ObjectType('AuditEvent', {
  description:
    'Who did what. Shown once it is sealed into the chain, about a second after it happened.',
  implements: () => [NodeObject],
})
export class AuditEventObject extends NodeObject {
  @Field(() => Int, { description: 'Place in the chain, from 1 without gaps.' })
  sequence: number;
  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt: Date;
  @Field(() => String, { description: 'Past tense, e.g. compute_cluster.create.accepted.' })
  action: string;
  @Field(() => PrincipalObject, { description: 'Who did it.' })
  actor: PrincipalObject;
  @Field(() => String, {
    nullable: true,
    description: 'How it was called then, sealed with the event; null in events of older releases.',
  })
  actorName: string | null;
  @Field(() => [String], { description: 'The roles that allowed it, as they were then.' })
  actorRoles: string[];
  @Field(() => String, { description: 'graphql, rest, mcp, chat or system.' })
  channel: string;
  @Field(() => TeamObject, { nullable: true, description: 'The team it concerns.' })
  team: TeamObject | null;
  @Field(() => String, {
    nullable: true,
    description: "The target's name, kept for when it is gone.",
  })
  targetName: string | null;
  @Field(() => JsonObjectScalar, {
    nullable: true,
    description: 'The state before; secrets never stored.',
  })
  before: object | null;
  @Field(() => JsonObjectScalar, {
    nullable: true,
    description: 'The state after; secrets never stored.',
  })
  after: object | null;
  @Field(() => String, { description: 'The request that caused it.' })
  requestId: string;
  @Field(() => String, { nullable: true, description: "The client's address." })
  remoteAddress: string | null;
  @Field(() => String, { description: 'This link of the chain: SHA-256, hex.' })
  hash: string;
  @Field(() => String, { description: 'The link before.' })
  previousHash: string;
}
