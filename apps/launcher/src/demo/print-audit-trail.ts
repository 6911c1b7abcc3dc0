import { formatTable } from './format-table.js';
import type { GatewayClient } from './gateway-client.js';
import { printSection } from './print-section.js';
import { readEvents } from './read-events.js';

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
