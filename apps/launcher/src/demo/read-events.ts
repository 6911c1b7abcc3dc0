import { z } from 'zod';
import type { GatewayClient } from './gateway-client.js';

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

/** Every sealed audit event, the newest first. */
export async function readEvents(client: GatewayClient): Promise<AuditEvent[]> {
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
