import fc from 'fast-check';
import type { Parts } from './generated-facts.js';
import { simple } from './generated-questions.js';
import { decidedBy, type Facts, type Part } from './reference.js';

/** Conditions of every operator, some levels deep. */
export const conditions: Parts<boolean> = fc.letrec<{ any: Part<boolean> }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: simple },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('any'), fc.constantFrom('&&', '||'), tie('any'))
        .map(([one, sign, other]) => ({
          text: `(${one.text} ${sign} ${other.text})`,
          meaning: decidedBy(sign === '||', one, other),
        })),
    },
    {
      weight: 1,
      arbitrary: tie('any').map((one) => ({
        text: `!(${one.text})`,
        meaning: (facts: Facts) => !one.meaning(facts),
      })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(tie('any'), tie('any'), tie('any')).map(([one, then, other]) => ({
        text: `(${one.text} ? ${then.text} : ${other.text})`,
        meaning: (facts: Facts) => (one.meaning(facts) ? then : other).meaning(facts),
      })),
    },
  ),
})).any;
