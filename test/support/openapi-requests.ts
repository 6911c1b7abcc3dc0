import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { exampleId } from '#libs/verbs';
import type { GivenTeam } from './scope-scene.js';

export interface Schema {
  type?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  minLength?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  /** Of a text that is JSON. */
  contentSchema?: Schema;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

export interface DocumentedOperation {
  operationId: string;
  parameters: Parameter[];
  requestBody?: {
    content: { 'application/json': { schema: Schema; examples: { usual: { value: object } } } };
  };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: object }> }>;
}

export interface OpenapiDocument {
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { responses: Record<string, { content: Record<string, { schema: object }> }> };
}

export interface Place {
  method: string;
  path: string;
  operation: DocumentedOperation;
}

export const placesOf = (document: OpenapiDocument): Place[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );

/** Things that there are. */
export interface GivenThings extends GivenTeam {
  operationId: string;
  apiKeyId: string;
  principalId: string;
  roleGrantId: string;
  planId: string;
  eventId: string;
  policyId: string;
}

/** The id of a thing of the noun that stands before an id in a path. */
export const idFor = (path: string, ours: GivenThings): string => {
  const [, noun = ''] = path.split('/');
  const known: Record<string, string> = {
    'compute-clusters': ours.clusterId,
    'compute-instances': ours.instanceId,
    computes: ours.clusterId,
    'kubernetes-computes': ours.attachmentId,
    'arc-extensions': ours.extensionId,
    'connected-clusters': ours.arcId,
    'azure-subscriptions': ours.azureSubscriptionId,
    'resource-groups': ours.groupId,
    workspaces: ours.workspaceId,
    resources: ours.workspaceId,
    nodes: ours.instanceId,
    teams: ours.teamId,
    operations: ours.operationId,
    'api-keys': ours.apiKeyId,
    principals: ours.principalId,
    'role-grants': ours.roleGrantId,
    plans: ours.planId,
    events: ours.eventId,
    policies: ours.policyId,
  };
  return known[noun] ?? 'nothing';
};

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });

/** Values that a schema takes, and now and then one that it does not. */
export function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  const fit = fitting(schema);
  return fc.oneof(
    { weight: 30, arbitrary: fit },
    { weight: 1, arbitrary: fc.constantFrom('', -1, true, {}, [], 'x'.repeat(5_000), '\0') },
  );
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const { type, anyOf, oneOf, format, pattern, properties, items } = schema;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (anyOf ?? oneOf) return fc.oneof(...(anyOf ?? oneOf ?? []).map(valueOf));
  if (type === 'null') return fc.constant(null);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number')
    return fc.integer({
      min: Math.max(schema.minimum ?? 0, 0),
      max: Math.min(schema.maximum ?? 100, 100),
    });
  if (schema.contentSchema)
    return valueOf(schema.contentSchema).map((value) => JSON.stringify(value));
  if (type === 'array') return fc.array(valueOf(items ?? {}), { maxLength: 3 });
  if (type === 'object' || properties) return objectOf(schema);
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time')
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (pattern !== undefined)
    return fc.stringMatching(new RegExp(pattern)).map((text) => text.slice(0, 100));
  return fc.stringMatching(/^[a-z][a-z0-9]{2,10}$/);
}

function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<object> {
  const fields = Object.entries(properties).map(([name, one]) => [
    name,
    required.includes(name) ? valueOf(one) : maybe(valueOf(one)),
  ]);
  return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>);
}

/** A request of an operation, as its document says it; `ids` makes the id in its path. */
export function requestOf({ method, path, operation }: Place, ours: GivenThings) {
  const { parameters, requestBody } = operation;
  const query = parameters.filter((one) => one.in === 'query');
  const headers = parameters.filter((one) => one.in === 'header');
  const content = requestBody?.content['application/json'];
  const known = idFor(path, ours);
  return fc.record({
    id: fc.oneof(
      { weight: 8, arbitrary: fc.constant(known) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('x', encodeURIComponent(ours.groupArmId), 'Tm90aGluZzox'),
      },
    ),
    query: fc.record(
      Object.fromEntries(
        query.map((one) => [
          one.name,
          one.required
            ? valueOf(one.schema)
            : fc.option(valueOf(one.schema), { nil: undefined, freq: 1 }),
        ]),
      ) as Record<string, fc.Arbitrary<unknown>>,
    ),
    key: headers.some(({ name }) => name === 'Idempotency-Key')
      ? maybe(fc.uuid())
      : fc.constant(undefined),
    body: content
      ? fc.oneof(
          { weight: 2, arbitrary: valueOf(content.schema) },
          {
            weight: 3,
            arbitrary: fc.constant(exampleFor(content.examples.usual.value, ours)).map(withName),
          },
        )
      : fc.constant(undefined),
    method: fc.constant(method),
    path: fc.constant(path),
  });
}

/** An example, with the ids of what there is. */
export function exampleFor(value: object, ours: GivenThings): object {
  const known = {
    Team: ours.teamId,
    Workspace: ours.workspaceId,
    ResourceGroup: ours.groupId,
    ComputeCluster: ours.clusterId,
  };
  const text = Object.entries(known).reduce(
    (all, [type, id]) => all.replaceAll(exampleId(type), id),
    JSON.stringify(value),
  );
  return JSON.parse(text) as object;
}

/** Names are unique: an example that is sent twice is refused the second time. */
const withName = (value: object): object =>
  'name' in value ? { ...value, name: `n${randomUUID().slice(0, 8)}x` } : value;

/** The query of an address, as the document's styles write it. */
export function searchOf(query: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null)
      for (const one of Array.isArray(value) ? value : [value]) search.append(name, textOf(one));
  return search.size === 0 ? '' : `?${String(search)}`;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
