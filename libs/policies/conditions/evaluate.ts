import { LRUCache } from 'lru-cache';
import type { FactFields } from '../facts/fact-type.js';
import { compile, type Program } from './compile.js';
import { declareFacts, type DeclaredFacts } from './environment.js';

/** What a condition came to: whether it applies, or why nobody can say. */
export type ConditionOutcome = boolean | { error: string };

interface Known extends DeclaredFacts {
  facts: FactFields;
  programs: LRUCache<string, Program>;
}

/** Evaluates conditions over declared facts, and keeps what it has compiled. Bounded. */
export class Conditions {
  private readonly known = new LRUCache<string, Known>({ max: 100 });

  /** Declares the facts that conditions of this scope may read. */
  declare(scope: string, facts: FactFields): void {
    this.known.set(scope, {
      ...declareFacts(facts),
      facts,
      programs: new LRUCache({ max: 500 }),
    });
  }

  /** RequestFacts for conditions of the scope. */
  bring(scope: string, facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return this.of(scope).bring(facts);
  }

  /** What the condition comes to on facts that were brought. Never throws. */
  evaluate(scope: string, condition: string, brought: Record<string, unknown>): ConditionOutcome {
    try {
      const value = this.programOf(scope, condition)(brought);
      return typeof value === 'boolean' ? value : { error: 'It comes to neither true nor false.' };
    } catch (error) {
      return { error: sentenceOf(error) };
    }
  }

  private programOf(scope: string, condition: string): Program {
    const { environment, facts, programs } = this.of(scope);
    const program = programs.get(condition) ?? compile(environment, facts, condition);
    programs.set(condition, program);
    return program;
  }

  private of(scope: string): Known {
    const known = this.known.get(scope);
    if (!known) throw new Error(`the facts of ${scope} were not declared`);
    return known;
  }
}

/** The library's messages go on with the condition itself, in lines that point at it. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'summary' in error ? String(error.summary) : error.message;
}
