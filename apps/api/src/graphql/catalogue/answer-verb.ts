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
  if (!done.ok) return { ...(await show(deps, context, verb, {})), ...refused(done.error) };
  const result: Result = { ...done.value };
  const { operationId, warnings = [] } = result;
  const shown = show(deps, context, verb, result);
  return {
    ...(await shownOf(typeof operationId === 'string' ? operationId : null, shown)),
    warnings,
    userErrors: [],
  };
}

type Result = Readonly<Record<string, unknown>>;

async function show(
  deps: ApiDependencies,
  context: GraphqlContext,
  verb: AnyVerb<CatalogueDeps>,
  result: Result,
): Promise<object> {
  const fields = Object.entries(verb.answer).map(
    async ([key, field]) => [key, await showField(deps, context, field, result)] as const,
  );
  return Object.fromEntries(await Promise.all(fields));
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
