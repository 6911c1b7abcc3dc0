import { z } from 'zod';
import type { ProvisioningError } from '#libs/kernel';
import { changedFields, type CostTag, type Resource } from '#libs/resources';
import { toSentStep, wasSent } from './cancellation.rules.js';
import { differsInAzure, hasTagsAsAsked } from './differs-in-azure.rules.js';
import { stepNamed } from '../kind.rules.js';
import type { ManagedKind } from '../managed-kind.js';
import type { Operation } from '../operation.js';
import type { OperationStep } from '../operation-step.js';
import type { OperationDefinition } from '../step.js';
import type { Wish, WishChange } from '../transitions/wish.js';

/** What an operation that ends without success leaves behind. */
export interface Ending {
  /** What the target is. */
  of: Pick<ManagedKind, 'read' | 'settings'>;
  operation: Pick<Operation, 'input' | 'currentStep'>;
  kind: OperationDefinition;
  /** As they ended. */
  steps: readonly OperationStep[];
  /** The target with what was last seen of it. */
  resource: Pick<Resource, 'kind' | 'desired' | 'observed'>;
  costTags: readonly CostTag[];
  /** Null: it was canceled. */
  error: ProvisioningError | null;
}

const beforeSchema = z.object({
  desired: z.record(z.string(), z.unknown()).optional(),
  costTags: z.array(
    z.object({
      key: z.string(),
      value: z.string(),
      source: z.enum(['REQUEST', 'TEAM_DEFAULT', 'POLICY', 'AZURE']).default('REQUEST'),
    }),
  ),
});

const keptSchema = z.object({
  desired: z.record(z.string(), z.unknown()).optional(),
  costTags: beforeSchema.shape.costTags.optional(),
});

/** `operation.input`, of which nothing is taken back, or asked again, that cannot be read. */
const inputSchema = z
  .object({
    before: beforeSchema.optional().catch(undefined),
    takenBack: keptSchema.optional().catch(undefined),
    askedAgain: z.unknown(),
  })
  .partial()
  .catch({});

const legibleInput = ({ operation }: Pick<Ending, 'operation'>): z.infer<typeof inputSchema> =>
  inputSchema.parse(operation.input);

/** Ends that Armature made: what was sent may still come true, and the row goes on saying what was asked for. */
const unheard = ['DEAD_LETTER', 'ATTEMPTS_EXHAUSTED', 'OUTCOME_UNKNOWN', 'STEP_TIMEOUT'];

/**
 * What is taken back of what an operation asked for (ADR 0022): whatever Azure refused, or was never sent. What Azure
 * has as asked all the same stays; what it took and ignored stays too, and is a diagnostic. Undefined: nothing. Pure.
 */
export function takenBack(ending: Ending): WishChange | undefined {
  const { error } = ending;
  if (error === null ? mayBeThere(ending) : !isRefused(ending, error)) return undefined;
  const { before } = legibleInput(ending);
  const set = before ? changesToUndo(ending, before) : tagsOfNothing(ending);
  if (!set.desired && !set.costTags) return undefined;
  return { set, was: standing(ending, set), kept: true };
}

/** A try before this one was taken by Azure, which never refused it. */
const mayBeThere = (ending: Ending): boolean =>
  legibleInput(ending).askedAgain !== true &&
  ending.steps.some(({ memory }) => memory.wrote === true);

function isRefused({ steps, kind, operation }: Ending, error: ProvisioningError): boolean {
  const failed = steps[operation.currentStep];
  const definition = failed && stepNamed(kind, failed.name);
  if (definition?.judges) return false;
  if (definition?.writes && failed?.memory.submitting === true) return false;
  return !(unheard.includes(error.code) && wasSent(steps.map(toSentStep), kind));
}

/** Of a change: the fields that it changed and that Azure has not as asked, as they were before. */
function changesToUndo(
  { of, resource, costTags }: Ending,
  before: z.infer<typeof beforeSchema>,
): Wish {
  const desired = fieldsToUndo(of, resource, before.desired ?? {});
  const tags =
    sameTags(before.costTags, costTags) || hasTagsAsAsked(resource, costTags, before.costTags);
  return {
    ...(Object.keys(desired).length > 0 && { desired }),
    ...(!tags && { costTags: before.costTags }),
  };
}

function fieldsToUndo(
  of: Ending['of'],
  resource: Ending['resource'],
  before: Record<string, unknown>,
): Record<string, unknown> {
  const changed = changedFields(before, fieldsOf(resource));
  const undone = Object.entries(changed).filter(([name]) => differsInAzure(of, resource, name));
  return Object.fromEntries(undone);
}

/** Of a creation that left nothing in Azure: nothing is paid for under its tags. Its settings stay: there are no others. */
function tagsOfNothing({ resource, costTags, error, kind }: Ending): Wish {
  const left = resource.observed !== null && resource.observed !== undefined;
  return error === null || left || kind.during !== 'CREATING' || costTags.length === 0
    ? {}
    : { costTags: [] };
}

const sameTags = (one: readonly CostTag[], other: readonly CostTag[]): boolean =>
  one.length === other.length &&
  one.every(({ key, value }) => other.some((tag) => tag.key === key && tag.value === value));

/** None where the row holds no object. */
const fieldsOf = ({ desired }: Pick<Resource, 'desired'>): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).catch({}).parse(desired);

/** What stands where `set` shall. */
const standing = (
  { resource, costTags }: Pick<Ending, 'resource' | 'costTags'>,
  { desired, costTags: tags }: Wish,
): Wish => ({
  ...(desired && {
    desired: Object.fromEntries(
      Object.keys(desired).map((name) => [name, fieldsOf(resource)[name]]),
    ),
  }),
  ...(tags && { costTags }),
});

/** What a retry asks for again: what was taken back when it failed. Undefined: nothing was. */
export function askedAgain(
  failed: Omit<Ending, 'of' | 'kind' | 'steps' | 'error'>,
): WishChange | undefined {
  const { takenBack: kept } = legibleInput(failed);
  if (!kept) return undefined;
  const set: Wish = {
    ...(kept.desired && { desired: kept.desired }),
    ...(kept.costTags && { costTags: kept.costTags }),
  };
  return { set, was: standing(failed, set), kept: false };
}
