import { Inject } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { PresentedResource } from '../present.js';
import { pageArgs } from '../relay/node.types.js';
import { connectionOf, readPageArguments, type List } from '../relay/read-page.js';
import { ComputeNodeConnection } from './compute.connection.js';
import { ComputeClusterObject } from './compute.types.js';

const nodesSchema = z.object({
  nodes: z
    .array(
      z.object({
        nodeId: z.string(),
        nodeState: z.string(),
        privateIpAddress: z.string().nullish(),
        publicIpAddress: z.string().nullish(),
        port: z.number().nullish(),
        runId: z.string().nullish(),
      }),
    )
    .nullish(),
});
type Nodes = NonNullable<z.infer<typeof nodesSchema>['nodes']>;

const nodeList: List = { name: 'nodes', key: 'number' };

/** What is asked of Azure itself, with a timeout and a cache of seconds. */
@Resolver(() => ComputeClusterObject)
export class ComputeLiveResolver {
  private readonly known = new LRUCache<string, Nodes>({ max: 1_000, ttl: 5_000 });

  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @ResolveField('nodes', () => ComputeNodeConnection, {
    nullable: true,
    description:
      'Its nodes, asked of Azure live; null, with an error, where Azure does not answer.',
  })
  async nodes(
    @Parent() cluster: PresentedResource,
    @Args(pageArgs.first) first: number | null,
    @Args(pageArgs.after) after: string | null,
  ) {
    const page = readPageArguments(nodeList, { first, after });
    const nodes = await this.read(cluster.armId);
    const start = page.after === undefined ? 0 : Number(page.after) + 1;
    const rows = nodes
      .slice(start, start + (page.first ?? 100))
      .map((node, index) => ({ node, at: start + index }));
    const hasNextPage = start + rows.length < nodes.length;
    return connectionOf(
      nodeList,
      { rows, hasNextPage, hasPreviousPage: start > 0 },
      ({ at }) => at,
      ({ node: { nodeState, ...node } }) => ({ ...node, state: nodeState }),
    );
  }

  private async read(armId: string): Promise<Nodes> {
    const known = this.known.get(armId);
    if (known) return known;
    const answer = await this.deps.arm.post(armId, 'listNodes', undefined, { timeoutMs: 5_000 });
    const nodes =
      answer.state === 'Succeeded' ? (nodesSchema.parse(answer.body ?? {}).nodes ?? []) : [];
    this.known.set(armId, nodes);
    return nodes;
  }
}
