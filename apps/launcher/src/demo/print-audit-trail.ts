import { z } from 'zod';
import { formatTable } from './format-table.js';
import type { GatewayClient } from './gateway-client.js';
import { printSection } from './print-section.js';

const eventSchema = z.object({
  sequence: z.number(),
  occurredAt: z.string(),
  action: z.string(),
  actor: z.object({ displayName: z.string() }),
  targetName: z.string().nullable(),
  hash: z.string(),
});
type AuditEvent = z.infer<typeof eventSchema>;

const pageSchema = z.object({
  auditEvents: z.object({
    edges: z.array(z.object({ node: eventSchema })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

const document = `query ($after: String) {
  auditEvents(first: 100, after: $after) {
    edges { node { sequence occurredAt action actor { displayName } targetName hash } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Prints who did what to which resource, in the order of the chain, with the start of each hash. */
export async function printAuditTrail(client: GatewayClient): Promise<void> {
  const events = (await readEvents(client)).toSorted((a, b) => a.sequence - b.sequence);
  const rows = events.map((event) => [
    `${event.sequence}`.padStart(4),
    event.occurredAt.slice(11, 23),
    event.actor.displayName,
    event.action,
    event.targetName ?? '',
    event.hash.slice(0, 12),
  ]);
  printSection('Audit trail', formatTable(rows));
}

async function readEvents(client: GatewayClient): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (let after: string | null = null; ;) {
    const { auditEvents }: z.infer<typeof pageSchema> = await client.send(document, pageSchema, {
      after,
    });
    events.push(...auditEvents.edges.map(({ node }) => node));
    if (!auditEvents.pageInfo.hasNextPage) return events;
    after = auditEvents.pageInfo.endCursor;
  }
}
