import { Inject } from '@nestjs/common';
import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { AZURE, type Azure } from '../../parts/parts.js';
import type { PresentedResource } from '../presented-resource.js';
import { pageArgs } from '../relay/node.types.js';
import type { List } from '../../reads/pages/list.js';
import type { TotalCount } from '../../reads/pages/count.js';
import { RowConnection, readPageArguments } from '../relay/read-page.js';
import { LiveReads } from '../computes/live-reads.js';
import { ComputeNodeConnection } from './compute-cluster.connection.js';
import { ComputeClusterObject } from './compute-cluster.types.js';

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
export class ComputeNodesResolver {
  private readonly live = new LiveReads<Nodes>(5_000);

  constructor(@Inject(AZURE) private readonly azure: Azure) {}

  @ResolveField('nodes', () => ComputeNodeConnection, {
    nullable: true,
    description:
      'Its nodes, asked of Azure live; null, with an error, where Azure does not answer, or for more than ten computes in one request.',
  })
  async nodes(
    @Context() { request }: GraphqlContext,
    @Parent() cluster: PresentedResource,
    @Args(pageArgs.first) first: number | null,
    @Args(pageArgs.after) after: string | null,
  ) {
    const page = readPageArguments(nodeList, { first, after });
    const nodes = await this.live.read(request, cluster.armId, () => this.ask(cluster.armId));
    const start = page.after === undefined ? 0 : Number(page.after.key) + 1;
    const rows = nodes
      .slice(start, start + (page.first ?? 100))
      .map((node, index) => ({ node, at: start + index }));
    const hasNextPage = start + rows.length < nodes.length;
    return new RowConnection(
      request,
      nodeList,
      { rows, hasNextPage, hasPreviousPage: start > 0, count: async () => counted(nodes) },
      ({ at }) => ({ key: String(at) }),
      ({ node: { nodeState, ...node } }) => ({ ...node, state: nodeState }),
    );
  }

  private async ask(armId: string): Promise<Nodes> {
    const answer = await this.azure.arm.post(armId, 'listNodes', undefined, { timeoutMs: 5_000 });
    return answer.state === 'Succeeded' ? (nodesSchema.parse(answer.body ?? {}).nodes ?? []) : [];
  }
}

const counted = ({ length: count }: Nodes): TotalCount => ({ count, precision: 'EXACT' });
