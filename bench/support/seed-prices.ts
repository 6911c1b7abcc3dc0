import type { Pool } from 'pg';

/** The price of the size that is asked for, as a worker would have read it. */
export async function seedPrices(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO price_list (location, currency, read_at) VALUES ('eastus', 'USD', now())`,
  );
  await pool.query(
    `INSERT INTO listed_price (location, currency, item, vm_priority, name, amount)
     VALUES ('eastus', 'USD', 'standard_d3_v2', 'DEDICATED', 'Standard_D3_v2', 0.293)`,
  );
  await pool.query(
    `INSERT INTO azure_reading (subscription_id, what, location, body, read_at)
     VALUES ('any', 'vm-sizes', 'eastus', '{"standard_d3_v2": {"vCpus": 4}}', now())`,
  );
}
