import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The OpenAPI documents that our calls are made against: path patterns in the folder. */
const documents = [
  /^resources\/2024-07-01\/resources\.json$/,
  /^locks\/2020-05-01\/locks\.json$/,
  /^machinelearningservices\/2024-10-01\/workspaceRP\.json$/,
  /^machinelearningservices\/2024-10-01\/machineLearningServices\.json$/,
  /^machinelearningservices\/2024-10-01-preview\/machineLearningServices\.json$/,
  /^machinelearningservices\/2025-06-01\/machineLearningServices\.json$/,
  /^hybridkubernetes\/2024-01-01\/connectedClusters\.json$/,
  /^kubernetesconfiguration\/2023-05-01\/extensions\.json$/,
  /^kubernetesconfiguration\/2020-07-01-preview\/extensions\.json$/,
];

const folder = resolve(process.env['ARMATURE_AZURE_SPECS'] ?? '../shared/azure-specs');

/** Microsoft's documents are test data that lies beside the project, and is not everywhere. */
export const specsFound = existsSync(join(folder, 'index.json'));

/** Why nothing is held to the documents, in one line; for the name of a skipped suite. */
export const specsMissing = `skipped: no OpenAPI documents at ${folder} (ARMATURE_AZURE_SPECS)`;

interface IndexedFile {
  file: string;
  upstream: string;
}

export interface SpecTree {
  directory: string;
  /** Relative to `directory`. */
  swaggers: string[];
  remove(): void;
}

/** A temporary copy under the files' upstream paths: their `$ref`s are relative to those. */
export function layOutSpecs(): SpecTree {
  const directory = mkdtempSync(join(tmpdir(), 'armature-azure-specs-'));
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
    files: IndexedFile[];
  };
  const needed = index.files.filter(({ file }) => !file.includes('/examples/'));
  for (const { file, upstream } of needed) cpSync(join(folder, file), join(directory, upstream));
  return {
    directory,
    swaggers: needed
      .filter(({ file }) => documents.some((document) => document.test(file)))
      .map(({ upstream }) => upstream),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** A request of the documents' own examples, and what it was answered. */
export interface SpecExample {
  parameters: Record<string, unknown>;
  responses: Record<string, { headers?: Record<string, string>; body?: unknown }>;
}

/** `path`: in the folder, below a document's `examples/`, e.g. `locks/2020-05-01/ListAtScope`. */
export function readExample(document: string, name: string): SpecExample {
  const path = join(folder, document, 'examples', `${name}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as SpecExample;
}
