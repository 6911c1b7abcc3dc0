const sizePattern = /\b(?:Standard|Basic)_[A-Za-z]+\d[\w-]*/gi;

/** The names of VM sizes in a text, each once, in its order. */
export function sizesIn(text: string): string[] {
  const found = new Map<string, string>();
  for (const [size] of text.matchAll(sizePattern)) {
    const key = size.toLowerCase();
    if (!found.has(key)) found.set(key, size);
  }
  return [...found.values()];
}

interface SizeParts {
  family: string;
  vCPUs: number;
  version: number;
}

function partsOf(size: string): SizeParts | undefined {
  const match = /^\w+?_([a-z]+)(\d+)[a-z0-9-]*?(?:_[a-z]\w*?)??(?:_v(\d+))?$/i.exec(size);
  if (!match) return undefined;
  const [, letters = '', vCPUs = '0', version = '1'] = match;
  return {
    family: letters.toUpperCase(),
    vCPUs: Number(vCPUs),
    version: Number(version),
  };
}

/** How unlike two sizes are: first the family (NC, D, DS are near to D), then the number in the name, then the version. */
function distance(asked: SizeParts, size: string): number {
  const parts = partsOf(size);
  if (!parts) return Number.MAX_SAFE_INTEGER;
  const family = asked.family === parts.family ? 0 : asked.family[0] === parts.family[0] ? 1 : 2;
  const steps = Math.abs(Math.log2((parts.vCPUs + 1) / (asked.vCPUs + 1)));
  return family * 1_000 + steps * 10 + Math.abs(parts.version - asked.version);
}

/** Sizes in the order in which somebody who asked for this one would look at them; as they are where it is not known. */
export function nearestSizes(asked: string | undefined, sizes: readonly string[]): string[] {
  const parts = asked === undefined ? undefined : partsOf(asked);
  if (!parts) return [...sizes];
  return sizes.toSorted(
    (a, b) =>
      distance(parts, a) - distance(parts, b) || a.localeCompare(b, 'en', { numeric: true }),
  );
}
