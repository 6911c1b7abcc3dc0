import '#libs/node-version';
import 'reflect-metadata';
import { printSubgraph } from './graphql/print-schema.js';
import { writeOrCheck } from './write-or-check.js';

const printed = await printSubgraph();
if (!process.argv.includes('--check')) process.stdout.write(printed);
await writeOrCheck('subgraph.graphql', printed, 'schema:subgraph');
