import {
  getVariableValues,
  Kind,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileOperation, type Run } from './compile-operation.js';
import { keepVariables } from './given-variables.js';
import { answerFromKept, forgetAnswers } from './root-answers.js';

/** What is asked so often is worth being compiled, which takes as long as some runs. */
const sightsToKnow = 3;
/** After an answer with errors so many others go the ordinary way: what failed is likely to fail again, and would be asked for twice. */
const sightsAfterErrors = 100;
/** Ways in which `@skip` and `@include` may turn out that are kept of one operation. */
const mostVariants = 8;

export interface KnownRequest {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
  contextValue: unknown;
  rootValue?: unknown;
}

/**
 * What graphql-js would answer as `data`, of an operation that was asked for before; undefined where that is not known: it
 * is asked for the first times, it changes something, its variables do not fit, or the answer has errors, which graphql-js
 * tells. Only whoever asks for the very same document, parsed once, finds it: nothing of an answer is kept.
 */
export async function answerKnown({
  schema,
  document,
  operation,
  variables,
  ...given
}: KnownRequest): Promise<Record<string, unknown> | undefined> {
  keepVariables(given.contextValue, variables);
  if (operation.operation === 'mutation') return undefined;
  const known = seen.get(operation) ?? new KnownOperation(schema, document, operation);
  seen.set(operation, known);
  forgetAnswers(given.contextValue);
  if (!known.isOften() || known.schema !== schema) return undefined;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) return undefined;
  return known.answer({ rootValue: undefined, ...given, variableValues: coerced });
}

/** By the node of the parsed document: it is forgotten with it, wherever that is kept. */
const seen = new WeakMap<OperationDefinitionNode, KnownOperation>();

class KnownOperation {
  private sightsLeft = sightsToKnow;
  private readonly variants = new Map<string, (run: Run) => unknown>();
  private readonly deciding: readonly string[];
  private readonly fragments: Record<string, FragmentDefinitionNode>;

  constructor(
    readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
  ) {
    answerFromKept(schema);
    this.deciding = variablesThatDecide(document);
    this.fragments = fragmentsOf(document);
  }

  isOften(): boolean {
    if (this.sightsLeft > 0) this.sightsLeft -= 1;
    return this.sightsLeft === 0;
  }

  async answer(run: Run): Promise<Record<string, unknown> | undefined> {
    try {
      const answer = this.variantFor(run.variableValues);
      return (await answer?.(run)) as Record<string, unknown> | undefined;
    } catch {
      // Whatever it was, graphql-js comes to it too, and says it as it always does.
      this.sightsLeft = sightsAfterErrors;
      return undefined;
    }
  }

  private variantFor(values: Record<string, unknown>): ((run: Run) => unknown) | undefined {
    const included = Object.fromEntries(this.deciding.map((name) => [name, values[name]]));
    const key = JSON.stringify(included);
    const known = this.variants.get(key);
    if (known || this.variants.size >= mostVariants) return known;
    const { schema, fragments, operation } = this;
    const compiled = compileOperation({ schema, fragments, operation }, included);
    this.variants.set(key, compiled);
    return compiled;
  }
}

/** The variables that `@skip` and `@include` look at. */
function variablesThatDecide(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ arguments: given = [] }) => {
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

const fragmentsOf = ({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> =>
  Object.fromEntries(
    definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [],
    ),
  );
