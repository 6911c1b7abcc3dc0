import {
  GraphQLError,
  Kind,
  type ASTNode,
  type ASTVisitor,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { badText, longestOf, nul, tooLong } from './check-texts.js';

/** What one document may ask for; the page size is bounded beside the arguments. */
export const limits = {
  depth: 10,
  aliases: 15,
  directives: 10,
  tokens: 1_000,
  bodyBytes: 100_000,
  answerBytes: 4_000_000,
};

/** What runs at a time, in units of cost. A page of fifty computes costs some 1,500. */
export const queueLimits = {
  atOnce: 4_000,
  alone: 60_000,
  small: 2_000,
  smallEvent: 200,
  mostWaiting: 200,
};

const tooComplex = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });

/** Introspection is deeper than any question about data, and cannot grow with it. */
const isIntrospection = (name: string): boolean => name === '__schema' || name === '__type';

/** Measures selections; a fragment is walked once, however often it is spread. */
class DepthGauge {
  private readonly fragments = new Map<string, number>();

  constructor(private readonly context: ValidationContext) {}

  depthOf(set: SelectionSetNode | undefined): number {
    const depths = (set?.selections ?? []).map((selection): number => {
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        return this.depthOfFragment(selection.name.value);
      const inner = (): number => this.depthOf(selection.selectionSet);
      if (selection.kind === Kind.INLINE_FRAGMENT) return inner();
      return isIntrospection(selection.name.value) ? 0 : 1 + inner();
    });
    return Math.max(0, ...depths);
  }

  private depthOfFragment(name: string): number {
    const known = this.fragments.get(name);
    if (known !== undefined) return known;
    // A fragment inside itself is refused by GraphQL's own rules.
    this.fragments.set(name, 0);
    const depth = this.depthOf(this.context.getFragment(name)?.selectionSet);
    this.fragments.set(name, depth);
    return depth;
  }
}

/** A validation rule: depth, aliases and directives of a document are bounded, and its texts can be stored. */
export function boundDocument(context: ValidationContext): ASTVisitor {
  let aliases = 0;
  let directives = 0;
  const gauge = new DepthGauge(context);
  return {
    OperationDefinition(node) {
      const depth = gauge.depthOf(node.selectionSet);
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
    StringValue({ value }, _key, parent) {
      const longest = longestOf(fieldOf(parent));
      if (value.length > longest)
        context.reportError(badText('A text in the document', tooLong(value, longest)));
      if (value.includes('\0')) context.reportError(badText('A text in the document', nul));
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

/** The input field that a literal is given for. */
const fieldOf = (parent: ASTNode | readonly ASTNode[] | undefined): string | undefined =>
  parent && 'kind' in parent && parent.kind === Kind.OBJECT_FIELD ? parent.name.value : undefined;
