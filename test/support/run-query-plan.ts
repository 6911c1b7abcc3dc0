import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import {
  QueryPlanner,
  type FetchNode,
  type PlanNode,
  type QueryPlanSelectionNode,
} from '@apollo/query-planner';
import { parse } from 'graphql';

type Json = Record<string, unknown>;

/** What a subgraph answers to a document. */
export type AskSubgraph = (query: string, variables: Json) => Promise<{ data?: unknown }>;

/** Whatever the plans of these tests are made of; anything else would be left out without a word. */
const unknownNode = (kind: string): never => {
  throw new Error(`this gateway runs no ${kind}`);
};

/**
 * A gateway as small as one can be: Apollo's planner says which subgraph is asked what, and this runs it. Answers the data,
 * and every answer of a subgraph that had errors.
 */
export async function runQueryPlan(
  supergraphSdl: string,
  subgraphs: Readonly<Record<string, AskSubgraph>>,
  query: string,
  variables: Json = {},
): Promise<{ data: Json; refused: unknown[] }> {
  const supergraph = Supergraph.build(supergraphSdl);
  const operation = operationFromDocument(supergraph.apiSchema(), parse(query));
  const { node } = new QueryPlanner(supergraph).buildQueryPlan(operation);
  const data: Json = {};
  const refused: unknown[] = [];

  const fetchInto = async (fetch: FetchNode, targets: readonly Json[]): Promise<void> => {
    const { requires, variableUsages = [], serviceName } = fetch;
    const given = Object.fromEntries(variableUsages.map((name) => [name, variables[name]]));
    const representations = requires && targets.map((target) => pick(target, requires));
    const asked = representations ? { ...given, representations } : given;
    const answer = await subgraphs[serviceName]!(fetch.operation, asked);
    if ('errors' in answer) refused.push(answer);
    const found = (answer.data ?? {}) as Json;
    const entities = (requires ? (found['_entities'] ?? []) : [found]) as (Json | null)[];
    entities.forEach((entity, index) => Object.assign(targets[index]!, entity));
  };

  const run = async (step: PlanNode, targets: readonly Json[]): Promise<void> => {
    if (step.kind === 'Fetch') return fetchInto(step, targets);
    if (step.kind === 'Flatten') return run(step.node, at(targets, step.path));
    if (step.kind !== 'Sequence' && step.kind !== 'Parallel') return unknownNode(step.kind);
    for (const one of step.nodes) await run(one, targets);
  };

  if (node && node.kind !== 'Subscription') await run(node, [data]);
  return { data, refused };
}

/** The objects at a path, `@` being each entry of a list. */
const at = (targets: readonly Json[], path: readonly (string | number)[]): Json[] =>
  path
    .reduce<unknown[]>(
      (found, part) =>
        found.flatMap((one) => (part === '@' ? (one as unknown[]) : [(one as Json)?.[part]])),
      [...targets],
    )
    .filter((one): one is Json => typeof one === 'object' && one !== null);

function pick(target: Json, selections: readonly QueryPlanSelectionNode[]): Json {
  return Object.assign(
    {},
    ...selections.map((selection) =>
      selection.kind === 'Field'
        ? { [selection.name]: target[selection.name] }
        : selection.typeCondition === target['__typename']
          ? pick(target, selection.selections)
          : {},
    ),
  ) as Json;
}
