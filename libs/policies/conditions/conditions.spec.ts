import fc from 'fast-check';
import { expect, it } from 'vitest';
import { conditions } from '../../../test/support/policies/generated-conditions.js';
import { givenFacts } from '../../../test/support/policies/generated-facts.js';
import { NoAnswer, type Facts, type Part } from '../../../test/support/policies/reference.js';
import type { FactFields } from '../facts/fact-type.js';
import { normalised } from '../facts/normalised.rules.js';
import { Conditions } from './evaluate.js';

const facts: FactFields = {
  fields: {
    input: {
      fields: {
        count: 'int',
        price: 'double',
        vmSize: 'string',
        location: 'string',
        costTags: 'tags',
        isPublic: 'bool',
        word: 'string',
        limit: 'int',
        names: { listOf: 'string' },
        tags: { mapOf: 'string' },
        idle: 'duration',
        scale: { fields: { maxNodeCount: 'int' } },
      },
    },
    now: 'timestamp',
  },
};
const engine = new Conditions();
engine.declare('all', facts);

const outcomeOf = (condition: string, input: object, now = '2026-11-29T14:30:00Z') =>
  engine.evaluate('all', condition, engine.bring('all', { input: normalised(input), now }));

const wanted = { true: 667, other: 1333 };

it('says of 2,000 conditions, a third of them true, what they mean', () => {
  const left = { ...wanted };
  const texts: string[] = [];
  const pairs = fc.sample(fc.tuple(conditions, givenFacts), { seed: 16, numRuns: 8000 });
  for (const [condition, input] of pairs) {
    const expected = meaningOf(condition, input);
    const of = expected === true ? 'true' : 'other';
    if (left[of] === 0) continue;
    left[of] -= 1;
    texts.push(condition.text);
    const outcome = outcomeOf(condition.text, input);
    const said = typeof outcome === 'boolean' ? outcome : 'no answer';
    expect(said, `${condition.text} of ${JSON.stringify(input)}`).toBe(expected);
  }
  expect(left).toEqual({ true: 0, other: 0 });
  for (const operator of operators)
    expect(texts.some((text) => text.includes(operator))).toBe(true);
});

const operators =
  '&& || !( ? == != < <= > >= + - * / % in has( size() startsWith endsWith contains matches all( exists( exists_one( filter( map('.split(
    ' ',
  );

function meaningOf({ meaning }: Part<boolean>, input: object): boolean | 'no answer' {
  try {
    return meaning(input as Facts);
  } catch (error) {
    if (error instanceof NoAnswer) return 'no answer';
    throw error;
  }
}

const constrained = { vmSize: 'Standard_E16-4s_v3' };

it.each([
  ['now.getHours("Europe/Berlin") == 15', {}],
  ['now.getDayOfWeek() == 0', {}],
  ['input.idle <= duration("30m")', { idle: 'PT30M' }],
  ['input.?idle.orValue(duration("1h")) > duration("30m")', {}],
  ['input.vmSize.matches("(?i)^STANDARD_d")', { vmSize: 'Standard_D3_v2' }],
  ['input.vmSize.startsWith("Standard_NC")', { vmSize: 'STANDARD_NC6' }],
  ['input.vmSize == "Standard_E16-4s_v3"', constrained],
  ['input.vmSize in ["Standard_E16-4s_v3"]', constrained],
  ['input.vmSize.startsWith("Standard_E16-")', constrained],
  ['input.vmSize.startsWith("STAND")', constrained],
  ['input.vmSize.endsWith("4s_V3")', constrained],
  ['input.vmSize.contains("E16")', constrained],
  ['input.vmSize.matches("^Standard_E16")', constrained],
  ['input.vmSize.matches("Standard_E.*")', constrained],
  ['[input.vmSize].exists(size, size.contains("E16"))', constrained],
  ['!input.word.contains("E16") && input.word.contains("e16")', { word: 'an e16' }],
  ['input.location == "West Europe"', { location: 'westeurope' }],
  ['"(Europe) West Europe" == input.location', { location: 'West Europe' }],
  ['input.location in ["eastus", "West Europe"]', { location: 'westeurope' }],
  ['input.?location.orValue("") != "West Europe"', {}],
  ['!(input.?location.orValue("") != "West Europe")', { location: 'westeurope' }],
  ['input.location == (input.isPublic ? "East US" : "")', { location: 'eastus', isPublic: true }],
  ['input.location.startsWith("West Eu")', { location: 'westeurope' }],
  ['input.location.matches("^West\\\\S+")', { location: 'westeurope' }],
  ['input.word == "West Europe"', { word: 'West Europe' }],
  ['"purpose" in input.costTags', { costTags: { Purpose: 'demo' } }],
  ['input.costTags["PURPOSE"] == "demo"', { costTags: { Purpose: 'demo' } }],
  ['has(input.costTags.purpose)', { costTags: { Purpose: 'demo' } }],
  ['input.costTags.?purpose.orValue("") == "demo"', { costTags: { Purpose: 'demo' } }],
  ['!("toString" in input.costTags)', { costTags: { Purpose: 'demo' } }],
  ['input.costTags.exists(key, key == "Purpose")', { costTags: { Purpose: 'demo' } }],
  ['!("purpose" in input.tags)', { tags: { Purpose: 'demo' } }],
  ['!"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("^(a+)+$")', {}],
  ['!has(input.scale)', {}],
])('%s', (condition, input) => {
  expect(outcomeOf(condition, input)).toBe(true);
});

it.each([
  ['input.nope == 1', /^reads input\.nope, which there is not; there are costTags, count, idle,/],
  [
    'has(input.scale.minNodes)',
    /^reads input\.scale\.minNodes, which there is not; there is maxNodeCount/,
  ],
  ['input["nope"] == ""', /^reads input\.nope/],
  ['inputs.count > 1', /Unknown variable: inputs/],
  ['input.constructor == ""', /^reads input\.constructor/],
  ['input.count + 1', /^must come to true or false; it comes to a value of type int/],
  ['input.count == "1"', /no such overload: int == string/],
  ['input.word == null', /Whether something is there is asked with has\(…\)/],
  ['input.count >', /^is no CEL at character/],
  ['input.word.matches("(")', /^has a pattern that is none of RE2/],
  ['input.word.matches("a{1000}b{1000}c")', /^has patterns of about 2001 steps/],
  ['input.word.matches("((ab){10}c){100}")', /^has patterns of about 2100 steps/],
  ['input.word.matches("([(]{100}){50}")', /^has patterns of about 5000 steps/],
  [`input.word.matches("${'[\\\\pL\\\\pN]'.repeat(30)}")`, /^has patterns of about 3030 steps/],
  [
    '"".matches("a{1000}") || "".matches("b{1000}") || "".matches("c")',
    /^has patterns of about 2001/,
  ],
  ['"".matches("a{1000}" + "b{1000}c")', /^It has a pattern of about 2001 steps/],
  ['input.idle > duration("1h")', /No such key: idle/],
])('does not answer %s', (condition, why) => {
  expect(outcomeOf(condition, {})).toEqual({ error: expect.stringMatching(why) as string });
});
