import type { FactFields } from '../facts/fact-type.js';
import { compile, WrongCondition } from './compile.js';
import { declareFacts } from './environment.js';

/** Why a condition is none over these facts, and what would be right; undefined where it is one. It is not evaluated. */
export function wrongCondition(facts: FactFields, condition: string): string | undefined {
  try {
    compile(declareFacts(facts).environment, facts, condition);
    return undefined;
  } catch (error) {
    if (error instanceof WrongCondition) return error.message;
    throw error;
  }
}
