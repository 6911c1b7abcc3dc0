import type { z } from 'zod';
import { err, ok, type DomainError, type Result } from '#libs/kernel';
import type { RequestContext, VerbContext } from './actor.js';
import { withFoundIds, type FindIds } from './find-ids.js';
import type { Read, ReadRefusal } from './read.js';
import type { Asked, Verb } from './verb.js';

/**
 * The only door to a verb: parses what is asked, in which every id may be an ARM id, and runs it under the verb's own
 * permission. Refuses with INVALID_INPUT at every field that is wrong, before anything but ids is looked up, and with what
 * the verb itself refuses.
 */
export async function perform<S extends z.ZodObject, D, A extends object, K extends string>(
  verb: Verb<S, D, A, K>,
  deps: D,
  context: RequestContext,
  raw: unknown,
  findIds: FindIds,
): Promise<Result<A, readonly DomainError[]>> {
  const parsed = parse(verb.input, await withFoundIds(verb.input, raw, findIds), ['input']);
  return parsed.ok ? verb.run(deps, contextOf(verb, context), parsed.value) : parsed;
}

/**
 * The only door to a read, as `perform` is to a verb. `parts` is what of each row is asked for; all where undefined. A
 * message that begins in small letters goes on from the field that it is about.
 */
export async function performRead<S extends z.ZodObject, D, R, P>(
  read: Read<S, D, R, P>,
  deps: D,
  context: RequestContext,
  raw: unknown,
  parts: P | undefined,
  findIds: FindIds,
): Promise<Result<R, readonly ReadRefusal[]>> {
  const parsed = parse(read.input, await withFoundIds(read.input, raw, findIds), []);
  return parsed.ok ? read.run(deps, contextOf(read, context), parsed.value, parts) : parsed;
}

/** The context in which a verb or a read runs: it asks for the permission that this one says. */
export function contextOf(
  { name, permission, where }: Pick<Asked<z.ZodObject>, 'name' | 'permission' | 'where'>,
  context: RequestContext,
): VerbContext {
  const asked: VerbContext = { ...context, verb: name, permission };
  return where ? { ...asked, where } : asked;
}

function parse<S extends z.ZodObject>(
  input: S,
  raw: unknown,
  at: readonly string[],
): Result<z.output<S>, readonly DomainError[]> {
  const parsed = input.safeParse(raw);
  return parsed.success
    ? ok(parsed.data)
    : err(parsed.error.issues.flatMap((issue) => refusalsOf(issue, at)));
}

const refusalsOf = (issue: z.core.$ZodIssue, at: readonly string[]): DomainError[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => invalid([...at, ...issue.path, key], 'There is no such field.'))
    : [invalid([...at, ...issue.path], issue.message)];

const invalid = (path: readonly PropertyKey[], message: string): DomainError => ({
  code: 'INVALID_INPUT',
  message,
  field: path.map(String),
});
