import { z } from 'zod';
import { formatTable } from './format-table.js';
import type { GatewayClient } from './gateway-client.js';
import { printSection } from './print-section.js';

const connectionSchema = z.object({
  edges: z.array(
    z.object({
      node: z.object({
        name: z.string(),
        costTags: z.array(z.object({ key: z.string(), value: z.string(), source: z.string() })),
      }),
    }),
  ),
});

const answerSchema = z.object({
  resourceGroups: connectionSchema,
  workspaces: connectionSchema,
  computes: connectionSchema,
});

const nodes = 'edges { node { name costTags { key value source } } }';
const document = `{
  resourceGroups(first: 100) { ${nodes} }
  workspaces(first: 100) { ${nodes} }
  computes(first: 100) { ${nodes} }
}`;

/** Prints who pays for what stands, and where each tag came from. */
export async function printCostTags(client: GatewayClient): Promise<void> {
  const { resourceGroups, workspaces, computes } = await client.send(document, answerSchema);
  const rows = [resourceGroups, workspaces, computes]
    .flatMap(({ edges }) => edges)
    .map(({ node }) => [
      node.name,
      ...node.costTags.map(({ key, value, source }) => `${key}=${value} (${source})`),
    ]);
  printSection('Cost tags', formatTable(rows));
}
