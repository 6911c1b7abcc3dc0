import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { performRead, type AnyRead, type ReadRefusal } from '#libs/verbs';
import type { GraphqlContext } from '../../context/graphql-context.js';
import type { ApiDependencies } from '../../dependencies.js';
import type { PageOf } from '../../reads/pages/keyset.js';
import type { FoundRow, ReadDeps } from '../../reads/read-deps.js';
import { badInput, connectionOf } from '../relay/read-page.js';
import { findRow } from './finders.js';
import { presentFound, presenterOf } from './presenters.js';
import { wordsOf } from './words-of.js';

/** Performs a read, and shows its rows as clients have asked for them. Rejects with a GraphQLError where it is refused. */
export async function answerRead(
  deps: ApiDependencies,
  context: GraphqlContext,
  info: GraphQLResolveInfo,
  { read, listVmSizes }: { read: AnyRead<ReadDeps>; listVmSizes: ReadDeps['listVmSizes'] },
  args: unknown,
): Promise<unknown> {
  const { parts } = presenterOf(read.answer.type);
  const done = await performRead(
    read,
    { ...depsOf(deps, context), listVmSizes },
    context.request,
    args,
    parts?.(info) as never,
  );
  if (!done.ok) throw refused(done.error);
  return show(deps, context, read, done.value);
}

const depsOf = (
  deps: ApiDependencies,
  { request }: GraphqlContext,
): Omit<ReadDeps, 'listVmSizes'> => ({
  pool: deps.database.pool,
  find: (type, id) => findRow(deps, request, type, id),
  defaultSubscriptionId: deps.submit.defaultSubscriptionId,
});

/** Of several refusals the first is told. */
function refused([refusal]: readonly ReadRefusal[]): GraphQLError {
  if (!refusal) return badInput('');
  const { code } = refusal;
  if (code === 'INVALID_INPUT') return badInput(wordsOf(refusal));
  return new GraphQLError(refusal.message, { extensions: { code } });
}

function show(
  deps: ApiDependencies,
  { request }: GraphqlContext,
  { name, answer: { type, as } }: AnyRead,
  value: unknown,
): unknown {
  const { present, keyOf, key } = presenterOf(type);
  switch (as) {
    case 'page':
      return connectionOf(request, { name, key }, value as PageOf<object>, keyOf, (row) =>
        present(deps, row),
      );
    case 'found':
      return found(deps, value as FoundRow | null);
    case 'found each':
      return (value as (FoundRow | null)[]).map((one) => found(deps, one));
    case 'all':
      return (value as object[]).map((row) => present(deps, row));
    case 'one':
      return present(deps, value as object);
  }
}

const found = (deps: ApiDependencies, one: FoundRow | null): object | null =>
  one && presentFound(deps, one);
