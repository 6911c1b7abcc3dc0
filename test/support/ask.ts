import type { z } from 'zod';
import type { DomainError, Result } from '#libs/kernel';
import type { Accepted, SubmitDeps } from '#libs/operations';
import { globalId, gql, perform, type Verb, type NodeType, type RequestContext } from '#libs/verbs';

/** A verb whose work an operation does. */
export type Submission = Verb<z.ZodObject, SubmitDeps, Accepted, string>;

/** Performs a verb for specs that know things by their rows: the ids of rows are handed over as clients have them. */
export const ask = <S extends z.ZodObject, D, A extends object, K extends string>(
  verb: Verb<S, D, A, K>,
  deps: D,
  context: RequestContext,
  input: unknown,
): Promise<Result<A, readonly DomainError[]>> =>
  perform(verb, deps, context, withGlobalIds(verb.input, input), async () => new Map());

/** Performs a verb on an operation. */
export const askOf = <S extends z.ZodObject, D, A extends object, K extends string>(
  verb: Verb<S, D, A, K>,
  deps: D,
  context: RequestContext,
  operationId: string,
  idempotencyKey: string | null = null,
): Promise<Result<A, readonly DomainError[]>> =>
  ask(verb, deps, context, { id: operationId, idempotencyKey });

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function withGlobalIds({ shape }: { shape: z.core.$ZodShape }, input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const fields = Object.entries(input).map(([name, value]: [string, unknown]) => {
    const field: z.core.$ZodType | undefined = shape[name];
    const [type] = (field && idTypesOf(field)) ?? [];
    const isRow = typeof value === 'string' && uuid.test(value);
    return [name, type !== undefined && isRow ? globalId(type, value) : value];
  });
  return Object.fromEntries(fields);
}

/** Of what a field may be the id of; undefined where it is none. */
function idTypesOf(schema: z.core.$ZodType): readonly NodeType[] | undefined {
  const { ids } = gql.get(schema) ?? {};
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (ids) return ids;
  if (def.type === 'pipe') return idTypesOf(def.in);
  return 'innerType' in def ? idTypesOf(def.innerType) : undefined;
}
