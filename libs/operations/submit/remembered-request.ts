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
}

export const rememberedRequest = (
  { actor }: RequestContext,
  { request, teamId }: { request: Request; teamId: string },
): RememberedRequest => ({
  verb: request.mutation,
  input: request.input,
  roles: rolesIn(actor, teamId),
});
