import { createServer } from 'node:http';
import pg from 'pg';

/** The floor: nothing but Node's http, pg and one statement written for exactly this page. Nobody is asked who they are. */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 16 });

const text = `
  SELECT r.id, r.name, r.desired->>'vmSize' AS "vmSize", r.provisioning_state AS "provisioningState",
    tags.all AS "costTags", latest.id AS "operationId", latest.kind, latest.status
  FROM resource r
    CROSS JOIN LATERAL (
      SELECT array_agg(ARRAY[c.key, c.value] ORDER BY c.key) AS all FROM cost_tag c WHERE c.resource_id = r.id
    ) tags
    LEFT JOIN LATERAL (
      SELECT o.id, o.kind, o.status FROM operation o WHERE o.target_id = r.id ORDER BY o.id DESC LIMIT 1
    ) latest ON true
  WHERE r.kind = 'COMPUTE_CLUSTER' AND r.gone_at IS NULL AND r.team_id = $2
  ORDER BY r.id DESC LIMIT $1`;

interface Row {
  id: string;
  name: string;
  vmSize: string;
  provisioningState: string;
  costTags: [string, string][] | null;
  operationId: string | null;
  kind: string;
  status: string;
}

const show = ({ costTags, operationId, kind, status, ...row }: Row) => ({
  ...row,
  costTags: (costTags ?? []).map(([key, value]) => ({ key, value })),
  operations: {
    nodes: operationId ? [{ id: operationId, kind, status }] : [],
  },
});

interface Asked {
  n: number;
  team: string;
}

/** What waits for it to run asks without a body. */
const nobody = '{"variables":{"n":1,"team":"00000000-0000-0000-0000-000000000000"}}';

async function page({ n: size, team }: Asked): Promise<string> {
  const { rows } = await pool.query<Row>({ name: 'page', text, values: [size + 1, team] });
  const nodes = rows.slice(0, size).map(show);
  const pageInfo = { hasNextPage: rows.length > size, endCursor: nodes.at(-1)?.id ?? null };
  return JSON.stringify({ data: { computes: { nodes, pageInfo } } });
}

createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    const { variables } = JSON.parse(body || nobody) as { variables: Asked };
    page(variables).then(
      (answer) => response.setHeader('content-type', 'application/json').end(answer),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');
