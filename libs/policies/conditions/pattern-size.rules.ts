/** So many steps the patterns of a condition may have together, and one that is put together while it is evaluated. */
export const mostSteps = 2000;

/** Building a class of Unicode takes about as long as so many steps. */
const stepsOfUnicode = 50;

const parts =
  /\(\?[imsU]+\)|\\Q[\s\S]*?(?:\\E|$)|\[\^?\]?(?:\\[\s\S]|\[:[^\]]*:\]|[^\]\\])*\]|\\[pP]|\\.|\{\d+(?:,\d*)?\}|[\s\S]/gu;

/** How many steps a pattern of RE2 is compiled to at most, about, reckoned without compiling it: repeats are written out there. */
export function patternSize(pattern: string): number {
  const around: number[] = [];
  let size = 0;
  let last = 0;
  for (const [part] of pattern.matchAll(parts)) {
    if (part === '(') {
      around.push(size);
      size = 0;
    } else if (part === ')') {
      last = size;
      size += around.pop() ?? 0;
    } else if (/^\{\d/.test(part)) {
      const times = timesOf(part);
      size += last * (times - 1);
      last *= times;
    } else {
      last = stepsOf(part);
      size += last;
    }
  }
  return around.reduce((sum, one) => sum + one, size);
}

/** What is wrong with so many, and what would be right. */
export const tooManySteps = (steps: number): string =>
  `about ${steps} steps, repeats written out; ${mostSteps} are the most: repeat fewer times`;

const timesOf = (repeat: string): number =>
  Math.max(
    1,
    ...repeat
      .slice(1, -1)
      .split(',')
      .map((count) => Number(count)),
  );

function stepsOf(part: string): number {
  if (part.startsWith('(?')) return 0;
  if (part.startsWith('\\Q')) return part.length;
  return 1 + stepsOfUnicode * (part.match(/\\p/gi)?.length ?? 0);
}
