import { valueFromASTUntyped, type GraphQLResolveInfo } from 'graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { givenVariables } from '../../documents/given-variables.js';

export type GivenInput = Readonly<Record<string, unknown>>;

/** What the client gave as `input`, without what the schema puts where nothing was given; undefined where that is not known. */
export function givenInput(
  context: GraphqlContext,
  { fieldNodes }: GraphQLResolveInfo,
): GivenInput | undefined {
  const variables = givenVariables(context);
  const asked = fieldNodes[0]?.arguments?.find(({ name }) => name.value === 'input');
  const given = variables && asked && valueFromASTUntyped(asked.value, variables);
  return typeof given === 'object' && given !== null ? (given as GivenInput) : undefined;
}
