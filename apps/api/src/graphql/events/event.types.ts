import { Field, Int, ObjectType } from '@nestjs/graphql';
import { enumValue, eventTypes } from '#libs/events';
import { describedEnum } from '../described-enum.js';
import { TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { DateTimeScalar, JsonObjectScalar } from '../scalars/scalars.js';

const EventType = describedEnum(
  'EventType',
  'What can happen; sent to receivers as `operation.succeeded` and so on.',
  Object.fromEntries(eventTypes.map(({ type, summary }) => [enumValue(type), summary])),
);

@ObjectType('Event', {
  description: 'Something that happened, numbered once it was committed.',
  implements: () => [NodeObject],
})
export class EventObject extends NodeObject {
  @Field(() => EventType, { description: 'What happened.' })
  type: string;
  @Field(() => String, {
    description: 'Place in the feed, a whole number from 1 without gaps; pass it as after.',
  })
  sequence: string;
  @Field(() => Int, {
    description: 'Place among the events of its subject, from 1 without gaps.',
  })
  subjectSequence: number;
  @Field(() => TeamObject, {
    nullable: true,
    description: 'Whose it is now; null: only those with a role on the platform see it.',
  })
  team: TeamObject | null;
  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt: Date;
  @Field(() => JsonObjectScalar, {
    description: 'What else there is to say, by its type; the schemas stand in openapi.json.',
  })
  data: object;
}
