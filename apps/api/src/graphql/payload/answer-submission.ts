import type { SubmitDeps, Submitted } from '#libs/operations';
import type { VerbContext } from '#libs/tenants';
import type { GraphqlContext } from '../../context/graphql-context.js';
import type { ApiDependencies } from '../../dependencies.js';
import { shownOf } from '../../errors/unavailable.js';
import { findOperation, findResource } from '../reader.js';
import { refused } from './answer.js';

export type UseCase = (
  deps: SubmitDeps,
  context: VerbContext,
  input: unknown,
) => Promise<Submitted>;

/** Submits, and shows what was accepted under the name of its target. */
export async function answerSubmission(
  deps: ApiDependencies,
  context: GraphqlContext,
  target: string,
  useCase: UseCase,
  input: object,
) {
  const submitted = await useCase(
    deps.submit,
    { ...context.request, permission: 'operate' },
    input,
  );
  if (!submitted.ok) return { ...refused(submitted.error), [target]: null, noop: false };
  const { operationId, resourceId, warnings, noop = false } = submitted.value;
  const [operation, resource] = await shownOf(
    operationId,
    Promise.all([
      findOperation(deps, context, operationId),
      findResource(deps, context, resourceId),
    ]),
  );
  return { operation, [target]: resource, warnings, userErrors: [], noop };
}
