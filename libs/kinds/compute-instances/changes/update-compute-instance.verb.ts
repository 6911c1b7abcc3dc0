import { z } from 'zod';
import { armIdSchema, durationSchema } from '#libs/kernel';
import {
  checkFixedSettings,
  nothing,
  refusal,
  shownSettings,
  together,
  type Findings,
} from '#libs/resources';
import { exampleId, gql, idempotencyKeyField, idOf, optional, verb, orElse } from '#libs/verbs';
import {
  changeCostTags,
  requestOf,
  allCostTags,
  ifMatchField,
  type Target,
  submissionOf,
  type SubmitDeps,
  submitChange,
  cannotChange,
} from '#libs/operations';
import { checkClockwork } from '../compute-instance.rules.js';
import { readComputeInstanceRow } from '../read-compute-instance-row.js';
import type { ComputeInstanceDesired } from '../compute-instance.schema.js';
import { computeInstanceSettings } from '../compute-instance.settings.js';
import { changeComputeInstance } from './change-compute-instance.js';
import { assignedUserInput, computeInstanceSshInput } from '../compute-instance.input.js';
import { schedulesInput } from '../power-schedules/power-schedules.input.js';

const inputSchema = z
  .strictObject({
    computeId: idOf('ComputeInstance').describe('The instance.'),
    schedules: optional(schedulesInput).describe('Its schedules, as a whole.'),
    idleTimeBeforeShutdown: optional(durationSchema).describe(
      'How long it may be idle before it stops: PT15M to P3D.',
    ),
    removeIdleShutdown: orElse(z.boolean(), false)
      .prefault(false)
      .describe('Takes the idle shutdown away; not together with idleTimeBeforeShutdown.'),
    costTags: optional(allCostTags).describe('Its cost tags, as a whole.'),
    vmSize: optional(z.string().max(200)).describe(
      'Cannot change here: use resizeComputeInstance.',
    ),
    assignedUser: optional(assignedUserInput).describe(cannotChange),
    ssh: optional(computeInstanceSshInput).describe(cannotChange),
    subnetId: optional(armIdSchema).describe(cannotChange),
    enableNodePublicIp: optional(z.boolean()).describe(cannotChange),
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'What shall change; what is absent or null stays.' });
type Input = z.infer<typeof inputSchema>;

/**
 * Accepts a change of schedules (as a whole), idle time or cost tags; what is not named stays. Anything else that
 * differs from what stands is refused as IMMUTABLE_FIELD.
 */
export const updateComputeInstance = verb({
  name: 'updateComputeInstance',
  noun: 'compute instance',
  summary: 'Changes schedules, idle time or cost tags of an instance in place.',
  input: inputSchema,
  example: { computeId: exampleId('ComputeInstance'), idleTimeBeforeShutdown: 'PT30M' },
  target: 'computeId',
  permission: 'operate',
  effect: 'change',
  destructive: false,
  answer: submissionOf('compute', 'ComputeInstance'),
  run: async (deps: SubmitDeps, context, input) => {
    const { computeId, ifMatch } = input;
    const request = requestOf(inputSchema, context, input);
    const change = changeComputeInstance(
      { kind: 'COMPUTE_INSTANCE_UPDATE', computeId, ifMatch, request },
      (standing, target) => plan(deps, input, standing, target),
    );
    return submitChange(deps, context, change);
  },
});

function plan(deps: SubmitDeps, input: Input, standing: ComputeInstanceDesired, target: Target) {
  const desired = merge(input, standing);
  const tags = input.costTags && changeCostTags(input.costTags, target, deps.requiredCostTags);
  const changes = changesOf(input);
  const shown = shownSettings(
    computeInstanceSettings,
    standing,
    readComputeInstanceRow(target).observed,
  );
  return {
    asked: changes,
    desired,
    costTags: tags?.costTags ?? null,
    findings: together(
      checkFixedSettings(computeInstanceSettings, input, shown),
      checkIdleRemoval(input, target),
      isClockwork(changes) ? checkClockwork(desired, ['input'], changes) : nothing,
      tags?.findings ?? nothing,
    ),
  };
}

/** What the request names: nothing else is looked at, sent or compared. */
const changesOf = (input: Input): string[] => [
  ...(input.schedules === null ? [] : ['schedules']),
  ...(input.idleTimeBeforeShutdown !== null || input.removeIdleShutdown
    ? ['idleTimeBeforeShutdown']
    : []),
  ...(input.costTags === null ? [] : ['costTags']),
];

const isClockwork = (changes: readonly string[]): boolean =>
  changes.includes('schedules') || changes.includes('idleTimeBeforeShutdown');

const merge = (
  { schedules, idleTimeBeforeShutdown, removeIdleShutdown }: Input,
  standing: ComputeInstanceDesired,
): ComputeInstanceDesired => ({
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
  const { observed } = readComputeInstanceRow(target);
  if (!observed || observed.idleTimeBeforeShutdown !== undefined) return nothing;
  return refusal('API_VERSION_NOT_SERVED', field, untold);
}

/** Only a PUT takes it away, and at such a version a PUT has no word for it. */
const untold =
  'No call takes the idle shutdown away, and the api-version that Azure serves here does not tell it. Set a long idleTimeBeforeShutdown instead. Where Azure has it at another api-version here, let an administrator set ARMATURE_AZURE_API_VERSIONS for computes/get and computes/put.';
