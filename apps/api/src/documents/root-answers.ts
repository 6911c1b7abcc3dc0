import type { GraphQLSchema } from 'graphql';

/** By the context of a request: what the resolvers of its root fields have answered, by the keys in the answer. */
const answers = new WeakMap<object, Map<string | number, { value: unknown }>>();

/** Nothing is kept of what ran for this context before. */
export function forgetAnswers(context: unknown): void {
  if (isKey(context)) answers.delete(context);
}

/** Keeps what a resolver of a root field answered, a promise too, for whoever runs the same operation for this context next. */
export function keepAnswer(context: unknown, key: string | number, value: unknown): void {
  if (!isKey(context)) return;
  const kept = answers.get(context) ?? new Map<string | number, { value: unknown }>();
  answers.set(context, kept.set(key, { value }));
}

/**
 * Has the root fields of a schema answer with what was kept for a context, and otherwise as before: an operation that is run
 * by graphql-js because what was compiled of it had an error asks the database no second time.
 */
export function answerFromKept(schema: GraphQLSchema): void {
  if (prepared.has(schema)) return;
  prepared.add(schema);
  for (const type of [schema.getQueryType(), schema.getSubscriptionType()])
    for (const field of Object.values(type?.getFields() ?? {})) {
      const { resolve } = field;
      if (!resolve) continue;
      field.resolve = (source, args, context: unknown, info) => {
        const kept = isKey(context) ? answers.get(context)?.get(info.path.key) : undefined;
        return kept ? kept.value : resolve(source, args, context, info);
      };
    }
}

const prepared = new WeakSet<GraphQLSchema>();

const isKey = (value: unknown): value is object => typeof value === 'object' && value !== null;
