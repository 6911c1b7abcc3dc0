/** What a condition reads and says, worked out by hand: what the engine says of the same condition is held against it. */
export type Value = bigint | number | string | boolean | readonly Value[];
export type Facts = Readonly<Record<string, unknown>>;

/** A part of a condition: its text in CEL, and what it comes to. `meaning` throws where CEL has no answer. */
export interface Part<V = Value> {
  text: string;
  meaning: (facts: Facts) => V;
}

/** CEL has no answer. */
export class NoAnswer extends Error {}

type Numeric = bigint | number;

const isWhole = (one: Numeric, other: Numeric): boolean =>
  typeof one === 'bigint' && typeof other === 'bigint';

/** Whole numbers stay whole and are cut towards zero; together with a broken one all are broken. */
export const reckon: Record<string, (one: Numeric, other: Numeric) => Numeric> = {
  '+': (one, other) =>
    isWhole(one, other) ? BigInt(one) + BigInt(other) : Number(one) + Number(other),
  '-': (one, other) =>
    isWhole(one, other) ? BigInt(one) - BigInt(other) : Number(one) - Number(other),
  '*': (one, other) =>
    isWhole(one, other) ? BigInt(one) * BigInt(other) : Number(one) * Number(other),
  '/': (one, other) => {
    if (!isWhole(one, other)) return Number(one) / Number(other);
    if (other === 0n) throw new NoAnswer('division by zero');
    return BigInt(one) / BigInt(other);
  },
  '%': (one, other) => {
    if (other === 0n) throw new NoAnswer('modulo by zero');
    return BigInt(one) % BigInt(other);
  },
};

const isSame = (one: Numeric | string, other: Numeric | string): boolean =>
  !(one < other) && !(one > other);

/** Numbers by what they are worth, texts by their characters. */
export const compare: Record<string, <V extends Numeric | string>(one: V, other: V) => boolean> = {
  '==': isSame,
  '!=': (one, other) => !isSame(one, other),
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
};

/** One side that decides is enough, also where the other has no answer. */
export const decidedBy =
  (decides: boolean, one: Part<boolean>, other: Part<boolean>) =>
  (facts: Facts): boolean => {
    let unanswered: unknown;
    for (const side of [one, other]) {
      try {
        if (side.meaning(facts) === decides) return decides;
      } catch (error) {
        unanswered ??= error;
      }
    }
    if (unanswered instanceof Error) throw unanswered;
    return !decides;
  };
