import { Args, Context, Resolver, Subscription } from '@nestjs/graphql';
import { Pool } from 'pg';
import { numberEvents } from '#libs/events';
import { visibleTeams } from '#libs/tenants';
import { Allow } from '../../access/allow.js';
import { noPlace, placeIn } from '../../reads/events/event-place.input.js';
import { eventFilter, narrowedTo } from '../../reads/events/event.filter.js';
import {
  readNewest,
  readNext,
  type EventQuery,
  type EventRow,
  type NextEvents,
} from '../../reads/events/read-events.repository.js';
import { EventsOfRows } from '../../subscriptions/events-of-rows.js';
import { Changes } from '../../subscriptions/follow-changes.js';
import { SharedReads } from '../../subscriptions/shared-reads.js';
import type { StreamClient } from '../../subscriptions/stream-client.js';
import { filterArgument, readFilter } from '../catalogue/filter-argument.js';
import { presentEvent } from '../present.js';
import { Reader } from '../reader.js';
import { badInput } from '../relay/read-page.js';
import { EventObject } from './event.types.js';

type Narrowed = Omit<EventQuery, 'visible'>;

const filterOfEvents = filterArgument(eventFilter);

/** The feed as it grows, each part of it read with the actor's own eyes; streams with the same eyes at the same place share that. */
@Resolver()
export class EventSubscriptions {
  private readonly reads = new SharedReads();
  private readonly events = new EventsOfRows();

  constructor(
    private readonly pool: Pool,
    private readonly changes: Changes,
    private readonly reader: Reader,
  ) {}

  @Allow('view')
  @Subscription(() => EventObject, {
    description:
      'What happens to what you may see, in the order of its numbers: none is missed, and none told twice.',
  })
  async *eventOccurred(
    @Context() context: StreamClient,
    @Args('after', {
      type: () => String,
      nullable: true,
      description: 'The sequence of the event to go on behind, or a cursor; absent: from now on.',
    })
    after: string | null | undefined,
    @Args('filter', filterOfEvents) filter: unknown,
  ) {
    const narrowed = await this.narrow(context, filter);
    const asked = placeOf(after);
    // Listening starts before the first read: nothing falls in between.
    const heard = this.changes.follow(context.signal, ({ topic }) => topic !== 'operation.due');
    try {
      let seen = this.changes.newest;
      let place = asked ?? (await this.newest(context, seen));
      for (let isMore = true; ;) {
        while (isMore) {
          const page = await this.read(context, narrowed, place, seen);
          for (const row of page.rows) yield this.toldOf(row);
          ({ until: place, isMore } = page);
        }
        const next = await heard.next();
        if (next.done) return;
        // What was heard of before the last read began, it has seen.
        if (next.value.number <= seen) continue;
        await context.lookAgain();
        seen = this.changes.newest;
        isMore = true;
      }
    } finally {
      await heard.return();
    }
  }

  private async narrow({ request }: StreamClient, filter: unknown): Promise<Narrowed> {
    return narrowedTo(await readFilter(eventFilter, filter, this.reader.findIds(request)));
  }

  /** Whoever is first to hear of something numbers it, for all who follow here. */
  private number({ signal }: StreamClient, seen: number): Promise<unknown> {
    return this.reads.read('number', seen, signal, () => numberEvents(this.pool));
  }

  private async newest(context: StreamClient, seen: number): Promise<string> {
    await this.number(context, seen);
    return readNewest(this.pool);
  }

  private async read(
    context: StreamClient,
    narrowed: Narrowed,
    place: string,
    seen: number,
  ): Promise<NextEvents> {
    await this.number(context, seen);
    const { request, signal } = context;
    const query = { ...narrowed, visible: visibleTeams(request.actor) };
    return this.reads.read(JSON.stringify([place, query]), seen, signal, () =>
      readNext(this.pool, query, place),
    );
  }

  private toldOf(row: EventRow): object {
    return this.events.of(row, () => ({ eventOccurred: presentEvent(row) }));
  }
}

/** Throws BAD_USER_INPUT. */
function placeOf(after: string | null | undefined): string | null {
  if (after === null || after === undefined) return null;
  const place = placeIn(after);
  if (place === undefined) throw badInput(`after ${noPlace}`);
  return place;
}
