import { z } from 'zod';
import { operationAnswer, type SubmitDeps } from '#libs/operations';
import { gql, type AnyVerb } from '#libs/verbs';

/** A verb that submits an operation. */
export type Submitting = AnyVerb<SubmitDeps>;

/** True for a verb whose work an operation does, on a resource that it answers: its submission can be reviewed. */
export const submits = ({ answer }: Pick<AnyVerb, 'answer'>): boolean =>
  answer['operation'] === operationAnswer &&
  Object.values(answer).some((field) => 'node' in field && field.by === 'resourceId');

const oneOf = 'must name one mutation, and give it its input';

/** One of the verbs with its own input, by its name. */
export const plannedChangeInput = (verbs: readonly Submitting[]) =>
  z
    .strictObject(
      Object.fromEntries(
        verbs.map(({ name, input, summary }) => [name, input.optional().describe(summary)]),
      ),
    )
    .refine(
      (change) => Object.values(change).filter((input) => input !== undefined).length === 1,
      oneOf,
    )
    .register(gql, {
      type: 'PlannedChangeInput',
      description: 'One mutation with its own input, of which idempotencyKey is left out.',
      oneOf: true,
    });

/** The verb that is named, with its parsed input. */
export function plannedIn(
  verbs: readonly Submitting[],
  change: Readonly<Record<string, unknown>>,
): { verb: Submitting; input: Record<string, unknown> } {
  const [name, input] = Object.entries(change).find(([, value]) => value !== undefined) ?? [];
  const verb = verbs.find((one) => one.name === name);
  if (!verb) throw new Error(`${name} submits nothing`);
  return { verb, input: input as Record<string, unknown> };
}
