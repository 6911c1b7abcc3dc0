type Variables = Readonly<Record<string, unknown>>;

/** By the context of a request: its variables as the client sent them. */
const kept = new WeakMap<object, Variables>();

/** Keeps the variables of a request for its resolvers, to whom graphql-js gives them with the defaults of the schema. */
export function keepVariables(context: unknown, variables: Variables): void {
  if (typeof context === 'object' && context !== null) kept.set(context, variables);
}

/** The variables that a request was sent with, before the schema's defaults; undefined where they were not kept. */
export const givenVariables = (context: object): Variables | undefined => kept.get(context);
