import '#libs/node-version';
import 'reflect-metadata';
import { ConfigError } from '#libs/config';
import { readManifest } from './documents/read-manifest.js';
import { wrongDocuments } from './documents/wrong-documents.js';
import { makeSchema } from './graphql/print-schema.js';

/** `npm run documents:check -- FILE …`: whether all documents of these manifests fit the schema. */
const schema = await makeSchema();
for (const path of process.argv.slice(2)) {
  try {
    const documents = await readManifest(path);
    const wrong = wrongDocuments(schema, documents);
    for (const line of wrong) console.error(`${path}: ${line}`);
    if (wrong.length > 0) process.exitCode = 1;
    else console.log(`${path}: ${documents.size} documents fit`);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
