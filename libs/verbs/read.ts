import type { z } from 'zod';
import type { DomainError, Result } from '#libs/kernel';
import type { VerbContext } from './actor.js';
import type { Asked } from './verb.js';

/** What a read answers of things of a GraphQL type. */
export interface Shown {
  type: string;
  /** `found`: one, or null; `found each`: one or null for each that is named; `one`: always. */
  as: 'page' | 'found' | 'found each' | 'all' | 'one';
}

/** Why a read is not answered. Codes of errors beside those of refused changes: docs/reference/error-codes.md. */
export interface ReadRefusal {
  code: DomainError['code'] | 'NO_DEFAULT_SUBSCRIPTION';
  message: string;
  field?: readonly string[];
}

/**
 * Something that can be looked at, defined once: a list, a lookup or a history. It answers rows, of which each way in
 * shows what it is asked for; whoever may not see a thing is told that it is not there.
 */
export interface Read<S extends z.ZodObject, D, R, P = undefined> extends Asked<S> {
  /** Present where nobody needs a role: it is about oneself, or about Azure. */
  forEverybody?: true;
  effect: 'read';
  answer: Shown;
  /** Statuses of HTTP that it refuses with beside those of every read. */
  refuses?: readonly number[];
  /** `parts`: what of each row is asked for, where a statement can leave the rest out; all where undefined. */
  run(
    deps: D,
    context: VerbContext,
    input: z.output<S>,
    parts: P | undefined,
  ): Promise<Result<R, readonly ReadRefusal[]>>;
}

/** Any read of those that are given `D`. */
export type AnyRead<D = never> = Read<z.ZodObject, D, unknown, never>;

/** Defines a read. */
export const read = <S extends z.ZodObject, D, R, P = undefined>(
  definition: Read<S, D, R, P>,
): Read<S, D, R, P> => definition;
