import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import { findPrismaFolder } from '../prisma-folder.js';
import { MigrationAdapterFactory } from './migration-adapter.js';

type SchemaEngine = engineModule.SchemaEngine;

let instantiated: Promise<void> | undefined;

/**
 * Lends Prisma's schema engine to `work` and returns its answer. It is the engine behind `prisma migrate`, as
 * WebAssembly from the package: nothing is downloaded. `url` must belong to a role that may make tables
 * (and databases, to compare with migrations).
 */
export async function withSchemaEngine<T>(
  url: string,
  work: (engine: SchemaEngine, schema: engineModule.SchemasContainer) => Promise<T>,
): Promise<T> {
  await (instantiated ??= instantiate());
  const content = await readFile(join(findPrismaFolder(), 'schema.prisma'), 'utf8');
  const connections = new MigrationAdapterFactory(url);
  const adapter = bindMigrationAwareSqlAdapterFactory(connections);
  const datamodels: [string, string][] = [['schema.prisma', content]];
  try {
    const engine = await engineModule.SchemaEngine.new({ datamodels }, ignoreLog, adapter);
    return await work(engine, { files: [{ path: 'schema.prisma', content }] });
  } finally {
    await connections.close();
  }
}

async function instantiate(): Promise<void> {
  reportPanicsAsErrors();
  const require = createRequire(import.meta.url);
  const script = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const code = await readFile(script.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(code, {
    './schema_engine_bg.js': { ...engineModule },
  });
  engineModule.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

/** The engine says why it breaks through this global, as in Prisma's own command. */
function reportPanicsAsErrors(): void {
  const set_message = (message: string): never => {
    throw new Error(`Prisma's schema engine broke: ${message}`);
  };
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message } });
}

/** Errors come back as rejections; the engine's own log repeats them. */
function ignoreLog(): void {}
