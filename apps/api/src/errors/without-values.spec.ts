import { buildSchema, graphql } from 'graphql';
import { describe, expect, it } from 'vitest';
import { withoutValues } from './without-values.js';

const schema = buildSchema(`
  enum Colour { RED }
  input Inner { text: String! }
  input Outer { inner: Inner, count: Int, colour: Colour, flag: Boolean, texts: [Inner!] }
  type Query { ask(input: Outer!): String }
`);

const secret = 'hunter2 at "x"; found: "quoted"';
const said = async (source: string, variableValues?: Record<string, unknown>): Promise<string> => {
  const { errors = [] } = await graphql({ schema, source, variableValues });
  return errors.map(({ message }) => withoutValues(message)).join('\n');
};
const byVariable = (input: unknown): Promise<string> =>
  said('query ($input: Outer!) { ask(input: $input) }', { input });
const byText = (input: string): Promise<string> => said(`{ ask(input: ${input}) }`);
const literal = JSON.stringify(secret);

describe('an error of GraphQL', () => {
  it.each<[string, Promise<string>, string]>([
    [
      'an object',
      byVariable({ inner: secret }),
      'at "input.inner"; Expected type "Inner" to be an object.',
    ],
    [
      'a whole input',
      byVariable(secret),
      'got an invalid value; Expected type "Outer" to be an object.',
    ],
    ['a list', byVariable({ texts: [secret] }), 'at "input.texts[0]"; Expected type "Inner"'],
    ['a number', byVariable({ count: secret }), 'Int cannot represent non-integer value.'],
    [
      'a text',
      byVariable({ inner: { text: [secret] } }),
      'String cannot represent a non string value.',
    ],
    [
      'one of a few words',
      byVariable({ colour: secret }),
      'That value does not exist in "Colour" enum.',
    ],
    ['an object, in the text', byText(`{ inner: ${literal} }`), 'Expected value of type "Inner".'],
    ['a word, in the text', byText(`{ colour: ${literal} }`), 'cannot represent non-enum value.'],
    [
      'a yes or no, in the text',
      byText(`{ flag: ${literal} }`),
      'Boolean cannot represent a non boolean value.',
    ],
    ['what is no field', byText(`{ ${literal}: 1 }`), 'Syntax Error: Expected Name.'],
    ['a document', said(`${literal} ${literal}`), 'Syntax Error: Unexpected String.'],
  ])('names the place and not the value that was given for %s', async (_what, message, words) => {
    expect(await message).toContain(words);
    expect(await message).not.toContain('hunter2');
  });

  it('keeps what repeats no value', () => {
    const message = 'Field "nope" is not defined by type "Outer". Did you mean "inner"?';
    expect(withoutValues(message)).toBe(message);
  });
});
