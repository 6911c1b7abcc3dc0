import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isScalarType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { schemaForTests } from '../../support/schema-walk.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const noTexts = ['Int', 'Float', 'Boolean'];
const long = 'x'.repeat(61_000);

interface Asked {
  /** `computes.filter.nameContains` */
  name: string;
  document: string;
  variables: object;
}

/** The value of an argument with the long text at every place that takes one: each by its path. */
function longIn(type: GraphQLInputType, depth = 0): { path: string; value: unknown }[] {
  if (isNonNullType(type)) return longIn(type.ofType, depth);
  if (isListType(type))
    return longIn(type.ofType, depth).map(({ path, value }) => ({ path, value: [value] }));
  if (isScalarType(type)) return noTexts.includes(type.name) ? [] : [{ path: '', value: long }];
  if (!isInputObjectType(type) || depth > 8) return [];
  return Object.values(type.getFields()).flatMap((field) =>
    longIn(field.type, depth + 1).map(({ path, value }) => ({
      path: `.${field.name}${path}`,
      value: { [field.name]: value },
    })),
  );
}

/** What else has to be given beside an argument: short texts. */
const othersOf = ({ args }: GraphQLField<unknown, unknown>, argument: GraphQLArgument): string =>
  args
    .filter((other) => other !== argument && isRequiredArgument(other))
    .map(({ name }) => `, ${name}: "x"`)
    .join('');

/** Every argument of every way in, with a long text at each of its places. */
const everyText: Asked[] = [
  schemaForTests.getQueryType(),
  schemaForTests.getMutationType(),
].flatMap((root) =>
  Object.values(root?.getFields() ?? {}).flatMap((field) =>
    field.args.flatMap((argument) =>
      longIn(argument.type).map(({ path, value }) => ({
        name: `${field.name}.${argument.name}${path}`,
        document: `${root === schemaForTests.getMutationType() ? 'mutation' : 'query'} ($v: ${String(argument.type)}) { ${field.name}(${argument.name}: $v${othersOf(field, argument)}) ${isScalarType(getNamedType(field.type)) ? '' : '{ __typename }'} }`,
        variables: { v: value },
      })),
    ),
  ),
);

describe('a text that is too long', () => {
  it('can be given in hundreds of places', () => {
    expect(everyText.length).toBeGreaterThan(200);
    expect(everyText.map(({ name }) => name)).toContain('computes.filter.nameContains');
  });

  it.each(everyText)('is refused by its place and the most there may be: $name', async (asked) => {
    api.statements();
    const { data, errors } = await api.graphql(api.adminKey, asked.document, asked.variables);
    expect(data ?? null).toBeNull();
    const place = asked.name.split('.').slice(2).join('.');
    expect(errors?.[0]?.message).toMatch(
      new RegExp(`variables\\.v(\\.0)?${place && '.*'}.* has 61000 characters; (4096|60000) are`),
    );
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    for (const part of place.split('.')) expect(errors?.[0]?.message).toContain(part);
    expect(api.statements().filter((text) => /^(INSERT|UPDATE (?!api_key))/.test(text))).toEqual(
      [],
    );
  });

  it('is refused in the document itself', async () => {
    const { errors } = await api.graphql(
      api.adminKey,
      `{ computes(first: 1, filter: { nameContains: "${long}" }) { nodes { id } } }`,
    );
    expect(errors?.[0]?.message).toContain('61000 characters');
  });

  it('is refused as part of a name where no name is as long', async () => {
    for (const list of ['computes', 'workspaces', 'connectedClusters']) {
      const { errors } = await api.graphql(
        api.adminKey,
        `query ($q: String) { ${list}(first: 1, filter: { nameContains: $q }) { nodes { id } } }`,
        { q: 'x'.repeat(91) },
      );
      expect(errors).toMatchObject([
        {
          message: 'filter.nameContains has 91 characters; no name has more than 90.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
    }
  });

  it('is refused as a list of too many', async () => {
    const { errors } = await api.graphql(
      api.adminKey,
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: Array.from({ length: 1_001 }, () => 'x') },
    );
    expect(errors?.[0]?.message).toBe('variables.ids has 1001 entries; 1000 are the most.');
  });
});
