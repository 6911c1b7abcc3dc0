import { readFileSync } from 'node:fs';
import {
  buildSchema,
  execute,
  getNamedType,
  getNullableType,
  getOperationAST,
  getVariableValues,
  isEnumType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  validate,
  visit,
  type OperationDefinitionNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  toyDocument,
  type ToyDocument,
} from '../../../../test/support/differential/toy-documents.js';
import { toyWorld, type ToyContext } from '../../../../test/support/differential/toy-world.js';
import { compileOperation } from './compile-operation.js';
import { answerKnown, type KnownRequest } from './known-documents.js';
import { runDocument } from './run-document.js';

const schema = toyWorld(readFileSync('schema.graphql', 'utf8'));

type Answer = (request: KnownRequest) => Promise<Record<string, unknown> | undefined>;

interface Asked extends Omit<KnownRequest, 'contextValue'> {
  text: string;
}

function read({ text, variables }: ToyDocument): Asked {
  const document = parse(text);
  const operation = getOperationAST(document)!;
  return { text, schema, document, operation, variables };
}

const contextOf = (actor: string, isWrong = false): ToyContext => ({
  actor,
  schema,
  isWrong,
  answered: new Set(),
});

interface Asking {
  actor: string;
  /** One value is. */
  isWrong?: boolean;
  /** Told what was answered. */
  answered?: Set<string>;
}

/** What the answer shows otherwise than graphql-js; undefined where it is the same to the byte. */
async function difference(
  answer: Answer,
  asked: Asked,
  { actor, isWrong, answered }: Asking,
): Promise<string | undefined> {
  const contextValue = contextOf(actor, isWrong);
  const known = await answer({ ...asked, contextValue });
  const { document, variables: variableValues } = asked;
  const told = await execute({
    schema,
    document,
    variableValues,
    contextValue: contextOf(actor, isWrong),
  });
  if (known === undefined) return told.errors ? undefined : `no answer to ${asked.text}`;
  for (const one of contextValue.answered) answered?.add(one);
  const [fast, slow] = [JSON.stringify({ data: known }), JSON.stringify(told)];
  return fast === slow ? undefined : `${asked.text}\n${fast}\n${slow}`;
}

/** The same with what `@skip` and `@include` look at the other way round. */
const flipped = (asked: Asked): Asked => ({
  ...asked,
  variables: {
    ...asked.variables,
    yes: asked.variables['yes'] === false,
    no: !asked.variables['no'],
  },
});

/** Asks until it is known. */
async function makeKnown(asked: Asked): Promise<void> {
  for (let time = 0; time < 2; time++)
    expect(await answerKnown({ ...asked, contextValue: contextOf('nobody') })).toBeUndefined();
}

/** All that there is to be reached: fields, nulls where they may be, and words of enums that are answered. */
function everything(): Set<string> {
  const all = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || !isObjectType(type)) continue;
    if (['Query', 'Mutation', 'Subscription'].includes(type.name)) continue;
    for (const { name, type: of } of Object.values(type.getFields())) {
      all.add(`${type.name}.${name}`);
      if (!isNonNullType(of)) all.add(`${type.name}.${name} null`);
      const plain = getNullableType(of);
      if (isEnumType(plain))
        for (const value of plain.getValues()) all.add(`${plain.name}.${value.name}`);
    }
  }
  return all;
}

/** Whether a field (as `Type.field`) has something of its own, or a word of its enum, that is not reached yet. */
const wantedOf = (left: ReadonlySet<string>) => {
  const enums = new Set([...left].map((one) => one.split('.', 1)[0]));
  return (field: string): boolean => {
    const [type, name] = field.split('.') as [string, string];
    const of = schema.getType(type);
    const answers = isObjectType(of) ? getNamedType(of.getFields()[name]!.type) : undefined;
    const isEnum = isEnumType(answers) && enums.has(answers.name);
    return isEnum || left.has(field) || left.has(`${field} null`);
  };
};

describe('a document that is known', () => {
  it('answers to the byte what graphql-js answers, for every field, null and enum value of the schema', async () => {
    const left = everything();
    const differences: (string | undefined)[] = [];
    let valid = 0;
    let number = 0;
    for (; number < 4_000 && (left.size > 0 || number < 300); number++) {
      const asked = read(toyDocument(schema, number, wantedOf(left)));
      if (validate(schema, asked.document).length > 0) continue;
      valid++;
      await makeKnown(asked);
      const answered = new Set<string>();
      differences.push(await difference(answerKnown, asked, { actor: 'one', answered }));
      differences.push(await difference(answerKnown, flipped(asked), { actor: 'other', answered }));
      for (const one of answered) left.delete(one);
    }
    expect(differences.filter((one) => one !== undefined)).toEqual([]);
    expect([...left]).toEqual([]);
    expect(valid / number).toBeGreaterThan(0.9);
  }, 120_000);

  it('is left to graphql-js where its answer has an error, and answered where it has none', async () => {
    const counts = { answered: 0, left: 0 };
    const answer: Answer = async (request) => {
      const known = await answerKnown(request);
      counts[known ? 'answered' : 'left']++;
      return known;
    };
    for (const asked of await someKnown(300))
      expect(await difference(answer, asked, { actor: 'one', isWrong: true })).toBeUndefined();
    expect(counts.answered).toBeGreaterThan(30);
    expect(counts.left).toBeGreaterThan(30);
  });
});

/** So many documents, known. */
async function someKnown(count: number): Promise<Asked[]> {
  const all = Array.from({ length: count }, (_, number) =>
    read(toyDocument(schema, 10_000 + number, () => false)),
  ).filter(({ document }) => validate(schema, document).length === 0);
  for (const asked of all) await makeKnown(asked);
  return all;
}

/** A compiler that is wrong, in place of the one that there is. */
type Compile = typeof compileOperation;

const withOperation =
  (change: (operation: OperationDefinitionNode) => OperationDefinitionNode): Compile =>
  (of, included) =>
    compileOperation({ ...of, operation: change(of.operation) }, included);

const withAnswer =
  (change: (data: unknown) => unknown): Compile =>
  (of, included) => {
    const run = compileOperation(of, included);
    return async (given) => change(await run(given));
  };

const sabotaged: Record<string, Compile> = {
  'a column swapped': withOperation((operation) =>
    visit(operation, {
      Field: (field) =>
        field.name.value === 'name'
          ? { ...field, alias: field.alias ?? field.name, name: { ...field.name, value: 'id' } }
          : undefined,
    }),
  ),
  'a null dropped': withAnswer((data) =>
    JSON.parse(JSON.stringify(data, (_, value: unknown) => (value === null ? undefined : value))),
  ),
  'an alias lost': withOperation((operation) =>
    visit(operation, { Field: (field) => ({ ...field, alias: undefined }) }),
  ),
  'a visibility forgotten': (of, included) => {
    const run = compileOperation(of, included);
    let first: unknown;
    return (given) => (first ??= run(given));
  },
  'an error swallowed': (of, included) => {
    const run = compileOperation(of, included);
    return async (given) => {
      try {
        return await run(given);
      } catch {
        return {};
      }
    };
  },
};

/** As known documents are answered, by another compiler: one compiled function for each. */
function answeringBy(compile: Compile): Answer {
  const compiled = new Map<OperationDefinitionNode, ReturnType<Compile>>();
  return async ({ document, operation, variables, contextValue }) => {
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    const fragments = Object.fromEntries(
      document.definitions.flatMap((one) =>
        one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [],
      ),
    );
    const run = compiled.get(operation) ?? compile({ schema, fragments, operation }, coerced!);
    compiled.set(operation, run);
    try {
      const variableValues = coerced!;
      return (await run({ rootValue: undefined, contextValue, variableValues })) as Record<
        string,
        unknown
      >;
    } catch {
      return undefined;
    }
  };
}

describe('a compiler with a mistake', () => {
  const differencesBy = async (compile: Compile): Promise<number> => {
    const answer = answeringBy(compile);
    let count = 0;
    for (const asked of await someKnown(60))
      for (const asking of [{ actor: 'one' }, { actor: 'other' }, { actor: 'one', isWrong: true }])
        if ((await difference(answer, asked, asking)) !== undefined) count++;
    return count;
  };

  it.each(Object.entries(sabotaged))('is found: %s', async (_, compile) => {
    expect(await differencesBy(compile)).toBeGreaterThan(0);
  });

  it('is none of ours', async () => {
    expect(await differencesBy(compileOperation)).toBe(0);
  });
});

describe('what is not answered by a known document', () => {
  const asked = (text: string, variables = {}): Asked => read({ text, variables });
  const times = async (count: number, request: Asked, isWrong = false) => {
    const answers: boolean[] = [];
    for (let time = 0; time < count; time++) {
      const contextValue = contextOf('one', isWrong);
      answers.push((await answerKnown({ ...request, contextValue })) !== undefined);
    }
    return answers;
  };

  it('is what is asked for the first two times', async () => {
    expect(await times(4, asked('{ __typename }'))).toEqual([false, false, true, true]);
  });

  it('is a mutation, however often it is asked for', async () => {
    expect(await times(5, asked('mutation { __typename }'))).not.toContain(true);
  });

  it('is the same text parsed again: where it is kept is not decided here', async () => {
    await times(3, asked('{ a: __typename }'));
    expect(await times(1, asked('{ a: __typename }'))).toEqual([false]);
  });

  it('are variables that do not fit, which leave the document known', async () => {
    const text = 'query ($n: Int!) { any_Team(n: $n) { __typename } }';
    const request = asked(text, { n: 1 });
    await times(3, request);
    expect(await times(1, { ...request, variables: { n: 'one' } })).toEqual([false]);
    expect(await times(1, { ...request, variables: {} })).toEqual([false]);
    expect(await times(1, request)).toEqual([true]);
  });

  it('is more than eight ways in which its directives turn out', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const head = names.map((name) => `$${name}: Boolean!`).join();
    const body = names.map((name) => `${name}: __typename @include(if: $${name})`).join(' ');
    const request = asked(`query (${head}) { ${body} }`);
    const way = (number: number) => ({
      ...request,
      variables: Object.fromEntries(names.map((name, bit) => [name, ((number >> bit) & 1) === 1])),
    });
    await times(2, way(0));
    const answers: boolean[] = [];
    for (let number = 0; number < 16; number++) answers.push(...(await times(1, way(number))));
    expect(answers).toEqual(Array.from({ length: 16 }, (_, number) => number < 8));
    expect(await times(1, way(3))).toEqual([true]);
  });

  it('is a document whose answer had an error, for the next hundred times', async () => {
    // An error is drawn for some of them.
    const candidates = await someKnown(60);
    for (const request of candidates) {
      if ((await times(1, request, true))[0]) continue;
      const answers = await times(101, request);
      expect(answers.lastIndexOf(false)).toBe(98);
      return;
    }
    throw new Error('no document had an error');
  });

  it('asks the resolvers of its root fields once all the same, and again for whoever comes next', async () => {
    let calls = 0;
    const failing = buildSchema('type Query { row: Row } type Row { name: String! }');
    failing.getQueryType()!.getFields()['row']!.resolve = () =>
      Promise.resolve({ at: (calls += 1) });
    const document = parse('{ row { name } }');
    const operation = getOperationAST(document)!;
    for (let run = 1; run <= 5; run += 1) {
      const asked = { schema: failing, document, operation, variables: {}, contextValue: {} };
      const { errors } = await runDocument(asked);
      expect([errors?.length, calls]).toEqual([1, run]);
    }
  });

  it('is an answer with a field of the name __proto__', async () => {
    expect(await times(4, asked('{ __proto__: __typename }'))).not.toContain(true);
  });
});
