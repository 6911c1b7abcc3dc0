import { rolesIn } from '#libs/tenants';
import type { RequestContext, Role } from '#libs/verbs';
import type { Request } from './idempotency.js';

/** What of a request is kept with its operation, so that it can be decided again. */
export interface RememberedRequest {
  verb: string;
  /** As the verb has parsed it. */
  input: Readonly<Record<string, unknown>>;
  /** Those of whoever asked, in the team that pays. */
  roles: readonly Role[];
  /** What it set, of what it is about. */
  set: SetBy;
}

/** Of what is made: all of it. */
export interface SetBy {
  /** False: it stood before. */
  isNew: boolean;
  desired: boolean;
  costTags: boolean;
}

export const rememberedRequest = (
  { actor }: RequestContext,
  { request, teamId }: { request: Request; teamId: string },
  set: SetBy,
): RememberedRequest => ({
  verb: request.mutation,
  input: request.input,
  roles: rolesIn(actor, teamId),
  set,
});
