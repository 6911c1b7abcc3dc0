import '#libs/node-version';
import 'reflect-metadata';
import { makeSchema } from './graphql/print-schema.js';
import { openapiDocument } from './rest/openapi/openapi-document.js';
import { writeOrCheck } from './write-or-check.js';

const document = openapiDocument(await makeSchema());
await writeOrCheck('openapi.json', `${JSON.stringify(document, null, 2)}\n`, 'openapi:print');
