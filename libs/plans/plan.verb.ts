import { z } from 'zod';
import { auditParameter } from '#libs/audit';
import type { ExpectedUsage } from '#libs/estimates';
import { err, ok, type DomainError, type Result } from '#libs/kernel';
import {
  auditedDecision,
  newId,
  type DecidedProposal,
  type Review,
  type SubmitDeps,
} from '#libs/operations';
import { auditOf } from '#libs/tenants';
import { contextOf, gql, optional, verb, type VerbContext } from '#libs/verbs';
import { proposedPlan } from './proposed-plan.js';
import { expectedUsageInput } from './expected-usage.input.js';
import { planMinutes } from './expiry.js';
import { plannedChangeInput, plannedIn, type Submitting } from './planned-input.js';
import { keepPlan } from './plan.repository.js';

type Answer = Result<{ planId: string }, readonly DomainError[]>;

/**
 * Shows what a mutation would do, and keeps that; nothing is done. Where what stands is in the way (a field that cannot be
 * changed, things that nobody agreed to delete) that is kept too, with why. Else it refuses as the mutation would.
 */
export function planVerb(verbs: readonly Submitting[]) {
  const inputSchema = z
    .strictObject({
      change: plannedChangeInput(verbs).describe('What is to be planned.'),
      usage: optional(expectedUsageInput).describe(
        'How it will be used: what it will cost a month follows.',
      ),
    })
    .register(gql, { description: 'What is to be planned.' });
  return verb({
    name: 'plan',
    noun: 'plan',
    summary: 'Works out what a mutation would do, field by field, and keeps it. Nothing is done.',
    input: inputSchema,
    example: { change: { createComputeCluster: exampleOf(verbs, 'createComputeCluster') } },
    target: null,
    permission: 'operate',
    effect: 'create',
    destructive: false,
    answer: {
      plan: {
        node: 'Plan',
        by: 'planId',
        description: 'What it would do; null where that cannot be said.',
      },
    },
    run: (deps: SubmitDeps, context, { change, usage }) => {
      const planned = plannedIn(verbs, change);
      return (planned.input['idempotencyKey'] ?? null) === null
        ? planOf(deps, context, planned, usage)
        : Promise.resolve(err([keyed(planned.verb.name)]));
    },
  });
}

const exampleOf = (verbs: readonly Submitting[], name: string): Record<string, unknown> =>
  verbs.find((one) => one.name === name)?.example ?? {};

async function planOf(
  deps: SubmitDeps,
  context: VerbContext,
  { verb: asked, input }: ReturnType<typeof plannedIn>,
  usage: ExpectedUsage | null,
): Promise<Answer> {
  let proposal: DecidedProposal | undefined;
  const review: Review = {
    planId: null,
    usage,
    look: (decided) => {
      proposal = decided;
      return [];
    },
  };
  const done = await asked.run({ ...deps, review }, contextOf(asked, context), input);
  if (!done.ok && !isKept(proposal))
    return err(done.error.map((refusal) => within(asked.name, refusal)));
  if (!proposal) throw new Error(`${asked.name} was not decided`);
  return keep(deps, context, asked.name, input, proposal);
}

/** What is refused for these stands in the way of something that stands, and is what one wants to see; a wrong input is not kept. */
const shown: readonly DomainError['code'][] = [
  'IMMUTABLE_FIELD',
  'NOT_EMPTY',
  'QUOTA_EXCEEDED',
  'BUDGET_EXCEEDED',
];

/** What is refused for them, or by the decision alone, which is of right inputs only. */
const isKept = (proposal: DecidedProposal | undefined): boolean =>
  proposal?.refusals.every(
    (refusal) => shown.includes(refusal.code) || proposal.decision.refusals.includes(refusal),
  ) ?? false;

async function keep(
  { pool, kinds }: SubmitDeps,
  context: VerbContext,
  verbName: string,
  input: Record<string, unknown>,
  proposal: DecidedProposal,
): Promise<Answer> {
  const decided = proposedPlan(kinds, proposal, input);
  const id = newId();
  const createdById = context.actor.principalId;
  const audit = auditParameter({
    ...auditOf(context, decided.teamId),
    action: 'plan.created',
    targetId: id,
    targetKind: 'Plan',
    targetName: decided.targetName,
    after: {
      verb: verbName,
      // Values may be long, and stand in the plan.
      changes: decided.changes.map(({ path, effect }) => `${path.join('.')} ${effect}`.trim()),
      refusals: decided.refusals.map(({ code }) => code),
      ...auditedDecision(proposal.decision),
    },
  });
  await keepPlan(pool, { ...decided, id, verb: verbName, input, createdById }, audit, planMinutes);
  return ok({ planId: id });
}

/** A refusal of the verb, at the field of the plan's input that holds the verb's own. */
const within = (name: string, { field = ['input'], ...refusal }: DomainError): DomainError => ({
  ...refusal,
  field: ['input', 'change', name, ...field.slice(1)],
});

const keyed = (name: string): DomainError => ({
  code: 'INVALID_INPUT',
  message: 'is for what is done: leave it out here, and give it to applyPlan',
  field: ['input', 'change', name, 'idempotencyKey'],
});
