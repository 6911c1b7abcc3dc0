import { z } from 'zod';
import { err, ok, type DomainError } from '#libs/kernel';
import {
  notFound,
  operationAnswer,
  uuidOf,
  type Accepted,
  type Review,
  type SubmitDeps,
} from '#libs/operations';
import { isAllowed } from '#libs/tenants';
import { contextOf, exampleId, gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import { proposedPlan } from './proposed-plan.js';
import { movedSince } from './moved-since.js';
import type { Submitting } from './planned-input.js';
import { findPlan, type FoundPlan } from './plan.repository.js';

const inputSchema = z
  .strictObject({
    planId: idOf('Plan').describe('The plan.'),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'A plan that is to be carried out.' });

/**
 * Carries out a plan exactly as it was made: it is decided again, and refused as the mutation itself would be, or with
 * PLAN_STALE where anything is otherwise than then.
 */
export const applyPlanVerb = (verbs: readonly Submitting[]) =>
  verb({
    name: 'applyPlan',
    noun: 'plan',
    summary:
      'Carries out a plan, once and within an hour, exactly as it was made. Refused with PLAN_STALE where anything is otherwise than then. Takes what the planned mutation takes.',
    input: inputSchema,
    example: { planId: exampleId('Plan') },
    target: 'planId',
    permission: 'operate',
    effect: 'change',
    destructive: true,
    answer: {
      operation: operationAnswer,
      plan: { node: 'Plan', by: 'planId', description: 'The plan; null when refused.' },
    },
    run: async (deps: SubmitDeps, context, { planId, idempotencyKey }) => {
      const plan = await findPlan(deps.pool, uuidOf(planId));
      const asked = verbs.find(({ name }) => name === plan?.verb);
      if (!plan || !asked || !isAllowed(context.actor, 'view', plan.teamId))
        return err([notFound('planId', 'plan')]);
      const input = { ...plan.input, idempotencyKey };
      const review = reviewOf(deps, plan, input);
      const defaulted = { findings: setIn(plan), policies: null };
      const own = { ...deps, review, defaulted };
      const done = await asked.run(own, contextOf(asked, context), input);
      return done.ok
        ? ok({ ...(done.value as Accepted), planId: plan.id })
        : err(done.error.map(atPlan));
    },
  });

/** What policies had set of its input when it was made. */
const setIn = ({ decision }: FoundPlan) =>
  (decision?.policyFindings ?? []).filter(({ effect }) => effect === 'SET_DEFAULT');

const reviewOf = (
  { kinds }: SubmitDeps,
  plan: FoundPlan,
  input: Record<string, unknown>,
): Review => ({
  planId: plan.id,
  usage: plan.decision?.usage ?? null,
  look: (proposal) => {
    const { isExpired, operationId } = plan;
    if (operationId !== null) return [applied(operationId)];
    if (isExpired) return [stale('An hour has passed since.')];
    if (plan.refusals.length > 0 && proposal.refusals.length === 0)
      return [stale('It could not be applied when it was made.')];
    const moved = movedSince(plan, proposedPlan(kinds, proposal, input));
    return proposal.refusals.length > 0 || moved.length === 0
      ? []
      : [stale(`Since then ${moved.join('; ')}.`)];
  },
});

const stale = (why: string): DomainError => ({
  code: 'PLAN_STALE',
  message: `The plan is out of date. ${why} Plan again, and look at what it says now.`,
  field: ['input', 'planId'],
});

const applied = (operationId: string): DomainError => ({
  code: 'PLAN_STALE',
  message: 'The plan was carried out already: operationId names what does it.',
  field: ['input', 'planId'],
  operationId,
});

/** The input that the refusal speaks of is the plan's. */
const atPlan = (refusal: DomainError): DomainError =>
  refusal.field?.[1] === 'idempotencyKey' ? refusal : { ...refusal, field: ['input', 'planId'] };
