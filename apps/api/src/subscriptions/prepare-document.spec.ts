import { buildSchema, type GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { prepareDocument, type Prepared } from './prepare-document.js';

const schema = buildSchema(
  `type Query { now: Int tick: Tick } type Subscription { ticked: Int tocked: Int tick: Tick } type Mutation { tick: Int }
   type Tick { at: Int by: Int }`,
);

function prepare(query: string, operationName?: string): Prepared {
  const rules = { schema, costLimit: 100, checkSubscription: () => undefined };
  const prepared = prepareDocument({ query, operationName }, rules);
  if (!('document' in prepared)) throw new Error(prepared.map(String).join());
  return prepared;
}

describe('the document of a request over a stream', () => {
  it('is kept for a subscription without where things stand in its text, which is most of its memory', () => {
    const query = 'subscription a { ticked } subscription b { tocked }';
    const { document, operation, cost } = prepare(query, 'b');
    expect([document, operation].map(({ loc }) => loc)).toEqual([undefined, undefined]);
    expect(document.definitions).toContain(operation);
    expect(operation.name?.value).toBe('b');
    expect(cost).toEqual({ requested: 1, limit: 10 });
  });

  it('is kept once for all subscriptions of one text, whatever their variables', () => {
    const query = 'subscription a { ticked } subscription b { tocked }';
    const [first, second] = [prepare(query, 'a'), prepare(query, 'b')];
    expect(second.document).toBe(first.document);
    expect([first, second].map(({ operation }) => operation.name?.value)).toEqual(['a', 'b']);
  });

  it('has its places for what is run once: errors name them', () => {
    expect(prepare('{ now }').operation.loc).toMatchObject({ start: 0 });
  });

  it('may cost a tenth of what may be asked for once', () => {
    const rules = { schema, costLimit: 20, checkSubscription: () => undefined };
    const asked = (operation: string) =>
      prepareDocument({ query: `${operation} { tick { at by } }` }, rules);
    expect(asked('query')).toMatchObject({ cost: { requested: 3, limit: 20 } });
    expect(asked('subscription')).toMatchObject([
      { extensions: { code: 'COST_LIMIT_EXCEEDED', cost: { requested: 3, limit: 2 } } },
    ]);
  });

  it('is not checked where the subscription would be refused', () => {
    const refusal = new Error('too many') as GraphQLError;
    const checkSubscription = (): void => {
      throw refusal;
    };
    const rules = { schema, costLimit: 100, checkSubscription };
    expect(() => prepareDocument({ query: 'subscription { nothing }' }, rules)).toThrow(refusal);
    prepare('subscription { ticked }');
    expect(() => prepareDocument({ query: 'subscription { ticked }' }, rules)).toThrow(refusal);
    expect(prepareDocument({ query: '{ nothing }' }, rules)).toHaveLength(1);
  });
});
