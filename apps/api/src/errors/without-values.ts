/** How graphql-js repeats what it was given; the words around it say enough. */
const repetitions: readonly [RegExp, string][] = [
  [/^Unknown operation named "[\s\S]*"\.$/, 'The document has no operation of this name.'],
  [/Value "[\s\S]*" (does not exist in)/, 'That value $1'],
  [/(cannot represent [\w -]*value): [\s\S]*$/, '$1.'],
  [/, found [\s\S]*$/, '.'],
  [/(Unexpected (?:BlockString|String|Name|Int|Float)) "[\s\S]*"/, '$1'],
  [/(got) (invalid value) [\s\S]*( at "[^"]*"; )/, '$1 an $2$3'],
  [/(got) (invalid value) [\s\S]*; (?=[A-Z])/, '$1 an $2; '],
];

/**
 * A message of graphql-js about a document or variables, without the values that it repeats: who gives a secret where
 * none belongs must not find it in an answer that is logged somewhere.
 */
export const withoutValues = (message: string): string =>
  repetitions.reduce((text, [pattern, words]) => text.replace(pattern, words), message);
