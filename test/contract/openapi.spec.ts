import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openapiDocument } from '../../apps/api/src/rest/openapi/openapi-document.js';
import { makeSchema } from '../../apps/api/src/graphql/print-schema.js';
import { startApi, type ApiUnderTest } from '../support/api.js';

interface Operation {
  operationId: string;
  summary: string;
  parameters: { example?: unknown; in: string; name: string }[];
  requestBody?: { content: { 'application/json': { schema: object; examples: object } } };
  responses: object;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: object;
}

const committed = readFileSync('openapi.json', 'utf8');
const document = JSON.parse(committed) as Document;
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.close());

it('is what the code makes', async () => {
  expect(committed).toBe(`${JSON.stringify(openapiDocument(await makeSchema()), null, 2)}\n`);
});

it('is served as it is committed', async () => {
  const response = await fetch(`${api.url}/v1/openapi.json`);
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(await response.json()).toEqual(document);
});

it('is found good by Redocly, without a warning', { timeout: 60_000 }, async () => {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const lint = promisify(execFile)(
    'node_modules/.bin/redocly',
    ['lint', 'openapi.json', '--format=json'],
    { env, maxBuffer: 100_000_000 },
  );
  const { stdout } = await lint;
  const { totals } = JSON.parse(stdout) as { totals: object };
  expect(totals).toMatchObject({ errors: 0, warnings: 0 });
});

describe.each(operations.map((one) => [one.operationId, one] as const))('%s', (_id, operation) => {
  it('has a summary, an example of what it takes or answers, and what it refuses', () => {
    expect(operation.summary).toMatch(/\w/);
    expect(JSON.stringify(operation)).toMatch(/"examples?":/);
    expect(Object.keys(operation.responses)).toEqual(
      expect.arrayContaining(['401', '406', '429', '503']),
    );
  });
});

it('has examples of bodies that its schemas take', () => {
  const ajv = formats.default(new Ajv2020({ strict: false }));
  ajv.addSchema(document, 'openapi');
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, { requestBody }] of Object.entries(methods)) {
      if (!requestBody) continue;
      const { schema, examples } = requestBody.content['application/json'];
      expect(Object.values(examples), path).toHaveLength(1);
      const [{ value }] = Object.values(examples) as [{ value: object }];
      const validate = ajv.compile(schema);
      expect(validate(value), `${method} ${path} ${JSON.stringify(validate.errors)}`).toBe(true);
    }
});

it('is a page for people, which asks nobody for anything', async () => {
  const response = await fetch(`${api.url}/v1/docs`);
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  const page = await response.text();
  for (const { operationId } of operations) expect(page).toContain(`id="${operationId}"`);
  expect(page).not.toMatch(/<script|https?:\/\//);
});
