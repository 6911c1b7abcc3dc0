import { nothing, refusal, together, type Findings } from '#libs/resources';
import { notConfirmed, type VerbContext } from '#libs/verbs';
import type { Request } from './idempotency.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitChange, type ChangeRequest } from './submit-change.js';

export interface Deletion extends Pick<
  ChangeRequest,
  'targetId' | 'field' | 'what' | 'kindFor' | 'ifMatch'
> {
  request: Request;
  confirmName: string;
  input?: Record<string, unknown>;
  /** What else speaks against it, or is worth saying. */
  findings?: Findings;
  /** For the audit row, beside the state before. */
  auditBefore?: Record<string, unknown>;
}

/** Accepts a deletion, with all that the resource holds, where the name was confirmed to the letter. */
export const submitDeletion = (
  deps: SubmitDeps,
  context: VerbContext,
  { confirmName, input, findings = nothing, auditBefore, ...of }: Deletion,
): Promise<Submitted> =>
  submitChange(deps, context, {
    ...of,
    mustStand: false,
    takesChildren: true,
    plan: ({ name }) => ({
      desired: null,
      costTags: null,
      input: input ?? {},
      ...(auditBefore && { auditBefore }),
      findings: together(confirmName === name ? nothing : mismatch, findings),
    }),
  });

const mismatch = refusal('CONFIRMATION_MISMATCH', ['input', 'confirmName'], notConfirmed);
