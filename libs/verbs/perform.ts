import type { z } from 'zod';
import { err, type DomainError, type Result } from '#libs/kernel';
import type { RequestContext, VerbContext } from './actor.js';
import type { Verb } from './verb.js';

/**
 * The only door to a verb: parses what is asked, and runs it under the verb's own permission. Refuses with
 * INVALID_INPUT at every field that is wrong, before anything is read, and with what the verb itself refuses.
 */
export async function perform<S extends z.ZodObject, D, A extends object, K extends string>(
  verb: Verb<S, D, A, K>,
  deps: D,
  context: RequestContext,
  raw: unknown,
): Promise<Result<A, readonly DomainError[]>> {
  const parsed = verb.input.safeParse(raw);
  if (!parsed.success) return err(parsed.error.issues.flatMap(refusalsOf));
  const { name, permission, where } = verb;
  const asked: VerbContext = { ...context, verb: name, permission };
  return verb.run(deps, where ? { ...asked, where } : asked, parsed.data);
}

const refusalsOf = (issue: z.core.$ZodIssue): DomainError[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => invalid([...issue.path, key], 'There is no such field.'))
    : [invalid(issue.path, issue.message)];

const invalid = (path: readonly PropertyKey[], message: string): DomainError => ({
  code: 'INVALID_INPUT',
  message,
  field: ['input', ...path.map(String)],
});
