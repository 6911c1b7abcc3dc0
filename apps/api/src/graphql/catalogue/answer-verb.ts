import type { CatalogueDeps } from '#libs/catalogue';
import { perform, type AnswerField, type AnyVerb } from '#libs/verbs';
import type { GraphqlContext } from '../../context/graphql-context.js';
import type { ApiDependencies } from '../../dependencies.js';
import { shownOf } from '../../errors/unavailable.js';
import { refused } from '../payload/answer.js';
import { finderOf } from './finders.js';
import { presentFound } from './presenters.js';

/** Performs a verb, and shows what it answers: as clients have asked for it, or why it is refused. */
export async function answerVerb(
  deps: ApiDependencies,
  context: GraphqlContext,
  verb: AnyVerb<CatalogueDeps>,
  input: unknown,
): Promise<object> {
  const { submit, mostApiKeys } = deps;
  const done = await perform(verb, { ...submit, mostApiKeys }, context.request, input);
  if (!done.ok) return showing(deps, context, verb, {}, refused(done.error));
  const result: Result = { ...done.value };
  const { warnings = [] } = result;
  return showing(deps, context, verb, result, { warnings, userErrors: [] });
}

type Result = Readonly<Record<string, unknown>>;

/** Adds the fields of the verb's answer to a payload. Each is read when GraphQL asks for it: what was not selected costs nothing. */
function showing<P extends object>(
  deps: ApiDependencies,
  context: GraphqlContext,
  verb: AnyVerb<CatalogueDeps>,
  result: Result,
  payload: P,
): P {
  const { operationId } = result;
  const accepted = typeof operationId === 'string' ? operationId : null;
  const fields = Object.entries(verb.answer).map(([key, field]) => {
    const get = () => shownOf(accepted, showField(deps, context, field, result));
    return [key, { get, enumerable: true }] as const;
  });
  return Object.defineProperties(payload, Object.fromEntries(fields));
}

async function showField(
  deps: ApiDependencies,
  context: GraphqlContext,
  field: AnswerField,
  result: Result,
): Promise<unknown> {
  const value = result[field.by];
  if ('value' in field) return field.value.parse(value);
  if (typeof value !== 'string') return null;
  const found = await finderOf(field.node)(deps, context.request, value);
  return found && presentFound(deps, found);
}
