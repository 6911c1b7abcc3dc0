import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** What one document may ask for; the page size is bounded beside the arguments. */
export const limits = { depth: 10, aliases: 15, directives: 10, tokens: 1_000, bodyBytes: 100_000 };

const tooComplex = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX', http: { status: 400 } } });

/** Introspection is deeper than any question about data, and cannot grow with it. */
const isIntrospection = (name: string): boolean => name === '__schema' || name === '__type';

function depthOf(
  context: ValidationContext,
  set: SelectionSetNode | undefined,
  seen: readonly string[] = [],
): number {
  const depths = (set?.selections ?? []).map((selection): number => {
    if (selection.kind === Kind.FIELD) {
      return isIntrospection(selection.name.value)
        ? 0
        : 1 + depthOf(context, selection.selectionSet, seen);
    }
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return depthOf(context, selection.selectionSet, seen);
    const name = selection.name.value;
    // A fragment inside itself is refused by GraphQL's own rules.
    if (seen.includes(name)) return 0;
    return depthOf(context, context.getFragment(name)?.selectionSet, [...seen, name]);
  });
  return Math.max(0, ...depths);
}

/** A validation rule: depth, aliases and directives of a document are bounded. */
export function boundDocument(context: ValidationContext): ASTVisitor {
  let aliases = 0;
  let directives = 0;
  return {
    OperationDefinition(node) {
      const depth = depthOf(context, node.selectionSet);
      if (depth > limits.depth)
        context.reportError(
          tooComplex(`The query is ${depth} levels deep; ${limits.depth} are allowed.`),
        );
    },
    Field(node) {
      if (node.alias && ++aliases === limits.aliases + 1) {
        context.reportError(tooComplex(`The document has more than ${limits.aliases} aliases.`));
      }
    },
    Directive() {
      if (++directives === limits.directives + 1) {
        context.reportError(
          tooComplex(`The document has more than ${limits.directives} directives.`),
        );
      }
    },
  };
}
