import { nothing, refusal, together, type Findings } from '#libs/resources';
import { notConfirmed, type VerbContext } from '#libs/verbs';
import type { Content } from './proposal.js';
import type { Request } from './idempotency.js';
import type { Submitted } from './accepted.js';
import type { SubmitDeps } from './submission.js';
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
  /** What stands in it and goes with it; absent: it holds nothing. */
  contents?: readonly Content[];
}

/** Accepts a deletion, with all that the resource holds, where the name was confirmed to the letter. */
export const submitDeletion = (
  deps: SubmitDeps,
  context: VerbContext,
  { confirmName, input, findings = nothing, contents, ...of }: Deletion,
): Promise<Submitted> =>
  submitChange(deps, context, {
    ...of,
    mustStand: false,
    takesChildren: true,
    plan: ({ name }) => ({
      desired: null,
      costTags: null,
      input: input ?? {},
      ...(contents && { contents }),
      findings: together(confirmName === name ? nothing : mismatch, findings),
    }),
  });

const mismatch = refusal('CONFIRMATION_MISMATCH', ['input', 'confirmName'], notConfirmed);
