import { readFileSync } from 'node:fs';
import { GraphQLOneOfDirective, Kind, parse, specifiedDirectives, visit } from 'graphql';
import { describe, expect, it } from 'vitest';

const document = parse(readFileSync('schema.graphql', 'utf8'));

/** What programs that compose, compare or generate know without a definition: @oneOf is newer than most of them. */
const known = specifiedDirectives
  .filter((directive) => directive !== GraphQLOneOfDirective)
  .map(({ name }) => name);

describe('schema.graphql', () => {
  it('defines every directive that it uses', () => {
    const used = new Set<string>();
    visit(document, { Directive: ({ name }) => void used.add(name.value) });
    const defined = document.definitions.flatMap((definition) =>
      definition.kind === Kind.DIRECTIVE_DEFINITION ? [definition.name.value] : [],
    );
    expect([...used]).toContain('oneOf');
    expect([...used].filter((name) => !known.includes(name))).toEqual(defined);
  });
});
