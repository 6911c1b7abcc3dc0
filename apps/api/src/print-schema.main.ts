import '#libs/node-version';
import 'reflect-metadata';
import { printSchema } from './graphql/print-schema.js';
import { writeOrCheck } from './write-or-check.js';

await writeOrCheck('schema.graphql', await printSchema(), 'schema:print');
