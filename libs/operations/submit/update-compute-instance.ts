import { z } from 'zod';
import { armIdSchema, durationSchema } from '#libs/kernel';
import {
  assignedUserSchema,
  checkClockwork,
  checkImmutableInstance,
  instanceSshSchema,
  nothing,
  readInstanceRow,
  refusal,
  shownInstance,
  together,
  type Findings,
  type InstanceChange,
  type InstanceDesired,
} from '#libs/resources';
import type { VerbContext } from '#libs/tenants';
import { changeCostTags } from './change-cost-tags.js';
import { changeInstance } from './change-instance.js';
import { requestOf } from './idempotency.js';
import {
  costTagListSchema,
  flag,
  idempotencyKeySchema,
  ifMatchSchema,
  optional,
  parseInput,
  rowIdSchema,
} from './parse-input.js';
import { schedulesInputSchema } from './schedules-input.js';
import type { Target } from './scope.repository.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitChange } from './submit-change.js';

const inputSchema = z.object({
  computeId: rowIdSchema,
  schedules: optional(schedulesInputSchema),
  idleTimeBeforeShutdown: optional(durationSchema),
  removeIdleShutdown: flag,
  costTags: optional(costTagListSchema),
  vmSize: optional(z.string().max(200)),
  assignedUser: optional(assignedUserSchema),
  ssh: optional(instanceSshSchema),
  subnetId: optional(armIdSchema),
  enableNodePublicIp: optional(z.boolean()),
  ifMatch: ifMatchSchema,
  idempotencyKey: idempotencyKeySchema,
});
type Input = z.infer<typeof inputSchema>;

/**
 * Accepts a change of schedules (as a whole), idle time or cost tags; what is not named stays. Anything else that
 * differs from what stands is refused as IMMUTABLE_FIELD.
 */
export async function updateComputeInstance(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { computeId, ifMatch } = input.value;
  const request = requestOf(inputSchema, 'updateComputeInstance', input.value);
  const change = changeInstance(
    { kind: 'COMPUTE_INSTANCE_UPDATE', computeId, ifMatch, request },
    (standing, target) => plan(deps, input.value, standing, target),
  );
  return submitChange(deps, context, change);
}

function plan(deps: SubmitDeps, input: Input, standing: InstanceDesired, target: Target) {
  const desired = merge(input, standing);
  const tags = input.costTags && changeCostTags(input.costTags, target, deps.requiredCostTags);
  const changes = changesOf(input);
  return {
    asked: changes,
    desired,
    costTags: tags?.costTags ?? null,
    findings: together(
      checkImmutableInstance(input, shownInstance(standing, readInstanceRow(target).observed)),
      checkIdleRemoval(input, target),
      isClockwork(changes) ? checkClockwork(desired, ['input'], changes) : nothing,
      tags?.findings ?? nothing,
    ),
  };
}

/** What the request names: nothing else is looked at, sent or compared. */
const changesOf = (input: Input): InstanceChange[] => [
  ...(input.schedules === null ? [] : ['schedules' as const]),
  ...(input.idleTimeBeforeShutdown !== null || input.removeIdleShutdown
    ? ['idleTimeBeforeShutdown' as const]
    : []),
  ...(input.costTags === null ? [] : ['costTags' as const]),
];

const isClockwork = (changes: readonly InstanceChange[]): boolean =>
  changes.includes('schedules') || changes.includes('idleTimeBeforeShutdown');

const merge = (
  { schedules, idleTimeBeforeShutdown, removeIdleShutdown }: Input,
  standing: InstanceDesired,
): InstanceDesired => ({
  ...standing,
  schedules: schedules ?? standing.schedules,
  idleTimeBeforeShutdown: removeIdleShutdown
    ? null
    : (idleTimeBeforeShutdown ?? standing.idleTimeBeforeShutdown),
});

function checkIdleRemoval(
  { removeIdleShutdown, idleTimeBeforeShutdown }: Input,
  target: Target,
): Findings {
  if (!removeIdleShutdown) return nothing;
  const field = ['input', 'removeIdleShutdown'];
  if (idleTimeBeforeShutdown !== null) {
    const message =
      'takes the idle shutdown away, and idleTimeBeforeShutdown sets one: give either.';
    return refusal('INVALID_INPUT', field, message);
  }
  const { observed } = readInstanceRow(target);
  if (!observed || observed.idleTimeBeforeShutdown !== undefined) return nothing;
  return refusal('API_VERSION_NOT_SERVED', field, untold);
}

/** Only a PUT takes it away, and at such a version a PUT has no word for it. */
const untold =
  'No call takes the idle shutdown away, and the api-version that Azure serves here does not tell it. Set a long idleTimeBeforeShutdown instead. Where Azure has it at another api-version here, let an administrator set ARMATURE_AZURE_API_VERSIONS for computes/get and computes/put.';
