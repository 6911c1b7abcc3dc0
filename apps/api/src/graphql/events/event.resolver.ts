import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { StepDurations } from '../../parts/step-durations.js';
import { findRow } from '../catalogue/finders.js';
import { presentFound } from '../catalogue/presenters.js';
import type { presentEvent } from '../present.js';
import { Reader } from '../reader.js';
import { NodeObject } from '../relay/node.types.js';
import { EventObject } from './event.types.js';

type Presented = ReturnType<typeof presentEvent>;

@Resolver(() => EventObject)
export class EventResolver {
  constructor(
    private readonly reader: Reader,
    private readonly durations: StepDurations,
  ) {}

  @ResolveField('subject', () => NodeObject, {
    nullable: true,
    description: 'What it happened to, while that is there and you may see it.',
  })
  async subject(
    @Context() { request }: GraphqlContext,
    @Parent() { subjectType, subjectId }: Presented,
  ) {
    const found = await findRow(this.reader, request, subjectType, subjectId);
    return found && presentFound(this.durations, found);
  }
}
