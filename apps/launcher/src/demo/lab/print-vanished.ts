import { formatTable } from '../format-table.js';
import type { GatewayClient } from '../gateway-client.js';
import { printSection } from '../print-section.js';
import { readEvents } from '../read-events.js';

const expected = ['compute_cluster.vanished', 'compute_instance.vanished', 'workspace.vanished'];

/** Prints the audit row of everything that vanished with the group of the course. Rejects where one is missing. */
export async function printVanished(client: GatewayClient): Promise<void> {
  const vanished = (await readEvents(client)).filter(({ action }) => action.endsWith('.vanished'));
  const rows = vanished.map(({ action, targetName, actor, hash }) => [
    action,
    targetName ?? '',
    actor.displayName,
    hash.slice(0, 12),
  ]);
  printSection('Vanished with the resource group of the course', formatTable(rows));
  const missing = expected.filter((action) => !vanished.some((event) => event.action === action));
  if (missing.length > 0) throw new Error(`the audit trail lacks ${missing.join(', ')}`);
}
