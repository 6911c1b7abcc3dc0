import type { z } from 'zod';
import type { DomainError, Result } from '#libs/kernel';
import type { Permission, VerbContext } from './actor.js';
import { gql } from './gql.js';

/** A field of the answer, and what of the use case's result it shows. Null where that says nothing, or refuses. */
export type AnswerField<K extends string = string> =
  | {
      /** The GraphQL type of what is shown by its row's id. */
      node: string;
      by: K;
      description: string;
      /** Also what was accepted may have none. */
      maybe?: true;
      /** Present where the use case answers the thing itself, and not its row's id. */
      asIs?: true;
    }
  | {
      /** As the use case answers it. */
      value: z.ZodType;
      by: K;
    };

/** What every verb and every read says of itself. */
export interface Asked<S extends z.ZodObject> {
  /** As clients call it, e.g. createComputeCluster. */
  name: string;
  /** What it is about, in the words of the glossary. */
  noun: string;
  /** What it does, in a sentence. */
  summary: string;
  /** What is asked. Every field has a description; what may be left out and has a default says so by `prefault()`. */
  input: S;
  /** An input that can be sent as it is. */
  example: z.input<S>;
  /** The field that names what it is about, or one of those that can. Null: nothing that stands. */
  target: (keyof z.input<S> & string) | null;
  /** A field that can name it in place of `target`. */
  instead?: keyof z.input<S> & string;
  /** What it takes. */
  permission: Permission;
  /** Where the permission must hold: in the team that has the target where absent, or on the whole platform. */
  where?: 'platform';
}

/**
 * Something that can be done, defined once: every way in is made from this. A way in adapts its own envelope and
 * decides nothing.
 */
export interface Verb<
  S extends z.ZodObject,
  D,
  A extends object,
  K extends string = keyof A & string,
> extends Asked<S> {
  /** Present where nobody is asked for the permission who does it to what is their own: a key. */
  exceptOwn?: true;
  effect: 'create' | 'change' | 'delete';
  /** Whether it takes away what nothing brings back, or stops work that is under way. */
  destructive: boolean;
  /** The answer, beside its warnings and refusals. */
  answer: Readonly<Record<string, AnswerField<K>>>;
  /** What GraphQL calls the answer, where that is not the verb's own name, and says of it. */
  payload?: { type?: string; description?: string };
  /** The use case. It asks the context for the permission, where it has read whose the target is. */
  run(
    deps: D,
    context: VerbContext,
    input: z.output<S>,
  ): Promise<Result<A, readonly DomainError[]>>;
}

/** Any verb of those that are given `D`. */
export type AnyVerb<D = never> = Verb<z.ZodObject, D, object, string>;

export const pascal = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** Defines a verb. Its input type is named after it, unless it has a name of its own. */
export function verb<S extends z.ZodObject, D, A extends object>(
  definition: Verb<S, D, A>,
): Verb<S, D, A> {
  const { name, input } = definition;
  const words = gql.get(input);
  if (words?.type === undefined) gql.add(input, { ...words, type: `${pascal(name)}Input` });
  return definition;
}
