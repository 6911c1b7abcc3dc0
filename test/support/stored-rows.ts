import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { ResourceKind } from '#libs/resources';

/** What a test puts into a row of `resource` as it is, whatever the schemas say. `observed` null: it was never seen. */
export interface StoredForTests {
  kind: ResourceKind;
  desired: unknown;
  observed: unknown;
  name?: string;
  armId?: string;
  parentId?: string | null;
  provisioningState?: string;
  provisioningErrors?: unknown;
  managed?: boolean;
}

/** Writes the row past everything that checks it; answers its id. */
export async function storeRow(
  pool: Pool,
  teamId: string,
  { kind, desired, observed, ...more }: StoredForTests,
): Promise<string> {
  const id = randomUUID();
  const name = more.name ?? `row-${id}`;
  const armId = more.armId ?? `/subscriptions/s/resourceGroups/g/providers/Tests/${kind}/${id}`;
  await pool.query(
    `INSERT INTO resource (id, kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
       provisioning_state, raw_provisioning_state, provisioning_errors, desired, observed, observed_at, managed, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, lower($6), 's', 'eastus', $7::text::"ProvisioningState", $7::text, $8, $9, $10, '2026-03-01T00:00:00Z', $11, '2026-02-01T00:00:00Z')`,
    [
      id,
      kind,
      teamId,
      more.parentId ?? null,
      name,
      armId,
      more.provisioningState ?? 'SUCCEEDED',
      JSON.stringify(more.provisioningErrors ?? []),
      JSON.stringify(desired),
      observed === null ? null : JSON.stringify(observed),
      more.managed ?? true,
    ],
  );
  return id;
}
