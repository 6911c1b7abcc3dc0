import { Environment } from '@marcbachmann/cel-js';
import type { FactFields } from '../facts/fact-type.js';
import { declare } from './declare.js';
import { mixNumbers } from './mix-numbers.js';
import { registerTextWords } from './text-words.js';

/** Where conditions over declared facts are checked and evaluated. */
export interface DeclaredFacts {
  environment: Environment;
  /** RequestFacts of JSON as values of their declared types. What is null or was not declared is not there. */
  bring(facts: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/** So much a condition may be; no word in it costs more than these allow. */
const limits = { maxAstNodes: 1000, maxDepth: 60, maxListElements: 500, maxMapEntries: 100 };

/** The surroundings of conditions that read these facts. */
export function declareFacts(facts: FactFields): DeclaredFacts {
  const environment = new Environment({
    limits,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
  });
  mixNumbers(environment);
  registerTextWords(environment);
  const brought = Object.entries(facts.fields).map(([name, type]) => {
    const declared = declare(environment, name, type);
    environment.registerVariable(name, declared.name);
    return [name, declared.bring] as const;
  });
  const bring = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(brought.map(([name, its]) => [name, its(values[name] ?? {})]));
  return { environment, bring };
}
