import { isFields, type FactFields, type FactType } from './fact-type.js';

/** Where a path leaves what is declared: the name that is not there, and those that are. */
export interface Astray {
  path: string;
  known: readonly string[];
}

/** Undefined where every name of the path is declared. What can be anything has any field. */
export function astrayFrom(facts: FactFields, path: readonly string[]): Astray | undefined {
  let type: FactType = facts;
  for (const [at, name] of path.entries()) {
    if (!isFields(type)) return undefined;
    const next: FactType | undefined = Object.hasOwn(type.fields, name)
      ? type.fields[name]
      : undefined;
    if (next === undefined)
      return { path: path.slice(0, at + 1).join('.'), known: Object.keys(type.fields) };
    type = next;
  }
  return undefined;
}
