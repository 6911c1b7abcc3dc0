import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

/** PostGraphile 5 on our tables as it comes: nobody is asked who they are, no row is held back, nothing is logged. */
const server = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      connectionString: process.env['DATABASE_URL'] ?? '',
      schemas: ['public'],
      poolConfig: { max: 16 },
    }),
  ],
  grafserv: { graphiql: false, watch: false },
});

const http = createServer();
await server.createServ(grafserv).addTo(http);
http.listen(Number(process.env['PORT']), '127.0.0.1');
