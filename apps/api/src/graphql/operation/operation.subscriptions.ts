import { isDeepStrictEqual } from 'node:util';
import { Args, Context, ID, Resolver, Subscription } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import { Pool } from 'pg';
import { isTerminal } from '#libs/operations';
import { visibleTeams } from '#libs/tenants';
import { rowId } from '#libs/verbs';
import { Allow } from '../../access/allow.js';
import { StepDurations } from '../../parts/step-durations.js';
import {
  readOperations,
  type OperationQuery,
} from '../../reads/operations/read-operations.repository.js';
import type { OperationRow } from '../../reads/rows.js';
import {
  readResources,
  type ResourceQuery,
} from '../../reads/resources/read-resources.repository.js';
import { EventsOfRows } from '../../subscriptions/events-of-rows.js';
import { Changes, type TeamChange } from '../../subscriptions/follow-changes.js';
import { SharedReads } from '../../subscriptions/shared-reads.js';
import type { StreamClient } from '../../subscriptions/stream-client.js';
import { given } from '../../reads/pages/given.js';
import { operationFilter } from '../../reads/operations/operation.filter.js';
import { computeFilter, computesOf } from '../../reads/resources/resource.filter.js';
import { filterArgument, readFilter } from '../catalogue/filter-argument.js';
import { ComputeObject } from '../computes/compute.types.js';
import { presentResource } from '../present-resource.js';
import { Reader } from '../reader.js';
import { OperationObject } from './operation.types.js';
import { PresentedOperation } from './presented-operation.js';

const operationFilterArgument = filterArgument(operationFilter);
const computeFilterArgument = filterArgument(computeFilter);

/**
 * Every event is read anew from Postgres with the actor's own eyes: a stream shows nothing a query would not. Streams
 * with the same eyes that hear of the same change share the reading.
 */
@Resolver()
export class ChangeSubscriptions {
  private readonly reads = new SharedReads();
  private readonly events = new EventsOfRows();

  constructor(
    private readonly pool: Pool,
    private readonly changes: Changes,
    private readonly durations: StepDurations,
    private readonly reader: Reader,
  ) {}

  @Allow('view')
  @Subscription(() => OperationObject, {
    description:
      'An operation: as it stands first, then every change, ending after the terminal one.',
  })
  async *operationUpdated(
    @Context() context: StreamClient,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ) {
    const key = rowId(id, 'Operation');
    const { changes } = this;
    // Listening starts before the first read: nothing falls in between.
    const heard = changes.follow(context.signal, ({ operationId }) => operationId === key);
    try {
      let shown = await this.readOperation(context, {}, key, changes.newest);
      if (!shown)
        throw new GraphQLError('There is no such operation.', {
          extensions: { code: 'NOT_FOUND' },
        });
      yield this.toldOf(shown);
      if (isTerminal(shown.status)) return;
      for await (const { number } of heard) {
        await context.lookAgain();
        const operation = await this.readOperation(context, {}, key, number);
        if (!operation) return;
        // What is heard of may have been there at the read before.
        if (isDeepStrictEqual(operation, shown)) continue;
        shown = operation;
        yield this.toldOf(shown);
        if (isTerminal(shown.status)) return;
      }
    } finally {
      await heard.return();
    }
  }

  @Allow('view')
  @Subscription(() => OperationObject, {
    description: 'Every change of the operations you may see.',
  })
  async *operationsUpdated(
    @Context() context: StreamClient,
    @Args('filter', operationFilterArgument)
    filter: unknown,
  ) {
    const findIds = this.reader.findIds(context.request);
    const narrowed = given((await readFilter(operationFilter, filter, findIds)) ?? {});
    for await (const { change, number } of this.follow(context, 'operation.changed')) {
      const operation = await this.readOperation(context, narrowed, change.operationId, number);
      if (operation) yield this.toldOf(operation);
    }
  }

  @Allow('view')
  @Subscription(() => ComputeObject, { description: 'Every change of the computes you may see.' })
  async *computeUpdated(
    @Context() context: StreamClient,
    @Args('filter', computeFilterArgument)
    filter: unknown,
  ) {
    const findIds = this.reader.findIds(context.request);
    const narrowed = computesOf(await readFilter(computeFilter, filter, findIds));
    for await (const { change, number } of this.follow(context, 'resource.changed')) {
      const compute = await this.readCompute(context, narrowed, change.resourceId, number);
      if (compute) yield compute;
    }
  }

  /** Changes of a topic that concern a team which the actor may see, by the roles of now. */
  private async *follow(context: StreamClient, topic: string) {
    const concerns = (change: TeamChange): boolean =>
      change.topic === topic && sees(context, change.teamId);
    for await (const { change, number } of this.changes.follow(context.signal, concerns)) {
      if (change === 'reconnected') continue;
      await context.lookAgain();
      if (sees(context, change.teamId)) yield { change, number };
    }
  }

  private async readOperation(
    { request, signal }: StreamClient,
    narrowed: Omit<OperationQuery, 'visible'>,
    id: string | null | undefined,
    number: number,
  ) {
    if (!id) return undefined;
    const query = { ...narrowed, visible: visibleTeams(request.actor), ids: [id.toLowerCase()] };
    const { rows } = await this.reads.read(keyOf('operation', query), number, signal, () =>
      readOperations(this.pool, query, { first: 1 }),
    );
    return rows[0];
  }

  private toldOf(row: OperationRow): object {
    return this.events.of(row, () => {
      const operation = new PresentedOperation(row, this.durations.find);
      return { operationUpdated: operation, operationsUpdated: operation };
    });
  }

  private async readCompute(
    { request, signal }: StreamClient,
    narrowed: Omit<ResourceQuery, 'visible'>,
    id: string | null | undefined,
    number: number,
  ) {
    if (!id) return undefined;
    // That it is gone is a change like others: its goneAt tells.
    const query = {
      ...narrowed,
      visible: visibleTeams(request.actor),
      ids: [id],
      goneToo: true as const,
    };
    const { rows } = await this.reads.read(keyOf('compute', query), number, signal, () =>
      readResources(this.pool, query, { first: 1 }),
    );
    const [row] = rows;
    return row && this.events.of(row, () => ({ computeUpdated: presentResource(row) }));
  }
}

const keyOf = (what: string, query: object): string => `${what} ${JSON.stringify(query)}`;

function sees({ request }: StreamClient, teamId: string | null | undefined): boolean {
  const visible = visibleTeams(request.actor);
  return visible === 'all' || (typeof teamId === 'string' && visible.includes(teamId));
}
