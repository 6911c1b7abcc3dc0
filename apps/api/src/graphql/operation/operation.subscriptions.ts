import { Inject } from '@nestjs/common';
import { Args, Context, ID, Resolver, Subscription } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import { isTerminal } from '#libs/operations';
import { visibleTeams } from '#libs/tenants';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import type { Change } from '../../subscriptions/follow-changes.js';
import { readOperations } from '../../reads/read-operations.repository.js';
import { readResources } from '../../reads/read-resources.repository.js';
import { ComputeFilter, ComputeObject } from '../compute/compute.types.js';
import { presentOperation, presentResource } from '../present.js';
import { findOperation } from '../reader.js';
import { computeKindsOf, computeQuery } from '../resource/compute-query.js';
import { rowId } from '../relay/global-id.js';
import { operationQuery } from './operation-query.js';
import { OperationFilter, OperationObject } from './operation.types.js';

/** Every event is read anew from Postgres with the actor's own eyes: a stream shows nothing a query would not. */
@Resolver()
export class ChangeSubscriptions {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @Subscription(() => OperationObject, {
    description:
      'An operation: as it stands first, then every change, ending after the terminal one.',
  })
  async *operationUpdated(
    @Context() context: GraphqlContext,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ) {
    const key = rowId(id, 'Operation');
    // Listening starts before the first read: nothing falls in between.
    const changes = this.deps.changes.follow(context.signal);
    try {
      const first = await findOperation(this.deps, context, key);
      if (!first)
        throw new GraphQLError('There is no such operation.', {
          extensions: { code: 'NOT_FOUND' },
        });
      yield { operationUpdated: first };
      if (isTerminal(first.status)) return;
      for await (const change of changes) {
        if (change !== 'reconnected' && change.operationId !== key) continue;
        const operation = await findOperation(this.deps, context, key);
        if (!operation) return;
        yield { operationUpdated: operation };
        if (isTerminal(operation.status)) return;
      }
    } finally {
      await changes.return();
    }
  }

  @Subscription(() => OperationObject, {
    description: 'Every change of the operations you may see.',
  })
  async *operationsUpdated(
    @Context() context: GraphqlContext,
    @Args('filter', { type: () => OperationFilter, nullable: true, description: 'Which ones.' })
    filter: OperationFilter | null,
  ) {
    const narrowed = operationQuery(filter);
    for await (const change of this.deps.changes.follow(context.signal)) {
      const visible = visibleTeams(context.request.actor);
      const id = changedId(change, 'operation.changed', visible)?.operationId;
      if (!id) continue;
      const query = { visible, ...narrowed, ids: [id] };
      const { rows } = await readOperations(this.deps.database.pool, query, { first: 1 });
      const [row] = rows;
      if (row) yield { operationsUpdated: presentOperation(row, this.deps.findDuration()) };
    }
  }

  @Subscription(() => ComputeObject, { description: 'Every change of the computes you may see.' })
  async *computeUpdated(
    @Context() context: GraphqlContext,
    @Args('filter', { type: () => ComputeFilter, nullable: true, description: 'Which ones.' })
    filter: ComputeFilter | null,
  ) {
    const narrowed = { kinds: computeKindsOf(filter), ...computeQuery(filter) };
    for await (const change of this.deps.changes.follow(context.signal)) {
      const visible = visibleTeams(context.request.actor);
      const id = changedId(change, 'resource.changed', visible)?.resourceId;
      if (!id) continue;
      const query = {
        ...{ visible, ...narrowed },
        ids: [id],
        // That it is gone is a change like others: its goneAt tells.
        goneToo: true as const,
      };
      const { rows } = await readResources(this.deps.database.pool, query, { first: 1 });
      const [row] = rows;
      if (row) yield { computeUpdated: presentResource(row) };
    }
  }
}

/** The change where it is of this topic and concerns a team the actor may see. */
function changedId(change: Change, topic: string, visible: 'all' | readonly string[]) {
  if (change === 'reconnected' || change.topic !== topic) return undefined;
  const { teamId } = change;
  return visible === 'all' || (teamId && visible.includes(teamId)) ? change : undefined;
}
