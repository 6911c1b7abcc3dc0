import type { ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import type { FactFields } from '../facts/fact-type.js';
import { astrayFrom, type Astray } from '../facts/astray-from.js';
import { giveMeaning } from './give-meaning.js';
import { nodesOf, pathOf, patternsOf } from './syntax.js';
import { linearPattern } from './linear-match.js';
import { mostSteps, patternSize, tooManySteps } from './pattern-size.rules.js';

/** What a condition comes to on facts; throws where it cannot be said, e.g. where what it reads is not there. */
export type Program = (facts: Record<string, unknown>) => unknown;

/** A condition that is no CEL over these facts. The message says what is wrong, and what would be right. */
export class WrongCondition extends Error {}

/** The condition, ready to be evaluated. Throws WrongCondition. */
export function compile(environment: Environment, facts: FactFields, condition: string): Program {
  const parsed = parse(environment, condition);
  const ast = parsed.ast;
  const astray = firstAstray(ast, facts);
  if (astray) throw new WrongCondition(notThere(astray));
  checkPatterns(patternsOf(ast));
  giveMeaning(ast);
  const { valid, type, error } = parsed.check();
  if (!valid) throw new WrongCondition(untyped(error));
  if (type !== 'bool' && type !== 'dyn')
    throw new WrongCondition(`must come to true or false; it comes to a value of type ${type}`);
  return parsed;
}

function parse(environment: Environment, condition: string) {
  try {
    return environment.parse(condition);
  } catch (error) {
    const { summary, range } = error as ParseError;
    const place = range ? ` at character ${range.start + 1}` : '';
    throw new WrongCondition(`is no CEL${place}: ${summary ?? messageOf(error)}`);
  }
}

/** All of them are compiled wherever it is checked: that is to take no time that others notice. */
function checkPatterns(patterns: readonly string[]): void {
  const steps = patterns.reduce((sum, pattern) => sum + patternSize(pattern), 0);
  if (steps > mostSteps) throw new WrongCondition(`has patterns of ${tooManySteps(steps)}`);
  try {
    patterns.forEach(linearPattern);
  } catch (error) {
    throw new WrongCondition(`has a pattern that is none of RE2: ${messageOf(error)}`);
  }
}

function firstAstray(ast: ASTNode, facts: FactFields): Astray | undefined {
  for (const node of nodesOf(ast)) {
    const path = pathOf(node);
    const isFact = path && Object.hasOwn(facts.fields, path[0] ?? '');
    const astray = isFact ? astrayFrom(facts, path) : undefined;
    if (astray) return astray;
  }
  return undefined;
}

const notThere = ({ path, known }: Astray): string =>
  `reads ${path}, which there is not; there ${known.length === 1 ? 'is' : 'are'} ${known.toSorted().join(', ') || 'nothing'}`;

/** What the library says, with what to do about what is asked most. */
function untyped(error: Pick<ParseError, 'summary' | 'range'> | undefined): string {
  const said = error?.summary ?? 'its types do not fit';
  const place = error?.range ? ` at character ${error.range.start + 1}` : '';
  const hint = /\bnull\b/.test(said) ? '. Whether something is there is asked with has(…)' : '';
  return `does not fit the facts${place}: ${said}${hint}`;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
