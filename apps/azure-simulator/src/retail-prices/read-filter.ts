import type { RetailItem } from './retail-item.js';

/** Which rows are asked for. */
export interface Filter {
  holds(item: RetailItem): boolean;
  /** It holds in these regions at most; undefined: in any. */
  regions?: readonly string[] | undefined;
}

/** `$filter` could not be read. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
}

const tokens = /\s*(?:('(?:[^']|'')*')|([(),])|([A-Za-z][\w/.]*)|(\S))/gy;

/**
 * What is common of OData's filters: eq and ne, contains, startswith and endswith, joined by and, or, not and parentheses. Values compare
 * with their case. Throws FilterError.
 */
export function readFilter(text: string): Filter {
  const reader = new Reader(text);
  const filter = reader.either();
  reader.end();
  return filter;
}

class Reader {
  private readonly words: string[];
  private at = 0;

  constructor(private readonly text: string) {
    this.words = [...text.trim().matchAll(tokens)].map(([word]) => word.trim());
  }

  either(): Filter {
    const parts = this.joined('or', () => this.both());
    return {
      holds: (item) => parts.some(({ holds }) => holds(item)),
      regions: parts.every(({ regions }) => regions)
        ? parts.flatMap(({ regions }) => regions ?? [])
        : undefined,
    };
  }

  end(): void {
    if (this.at < this.words.length) throw this.problem();
  }

  private both(): Filter {
    const parts = this.joined('and', () => this.one());
    return {
      holds: (item) => parts.every(({ holds }) => holds(item)),
      regions: parts.find(({ regions }) => regions)?.regions,
    };
  }

  private joined(word: string, next: () => Filter): Filter[] {
    const parts = [next()];
    while (this.takes(word)) parts.push(next());
    return parts;
  }

  private one(): Filter {
    if (this.takes('not')) {
      const { holds } = this.one();
      return { holds: (item) => !holds(item) };
    }
    if (this.takes('(')) {
      const inner = this.either();
      this.demand(')');
      return inner;
    }
    const word = this.take();
    const compare = functions[word.toLowerCase()];
    return compare ? this.call(compare) : this.comparison(word);
  }

  private call(compare: (value: string, wanted: string) => boolean): Filter {
    this.demand('(');
    const field = this.field(this.take());
    this.demand(',');
    const wanted = this.literal();
    this.demand(')');
    return { holds: (item) => compare(field(item), wanted) };
  }

  private comparison(name: string): Filter {
    const field = this.field(name);
    const operator = this.take().toLowerCase();
    if (operator !== 'eq' && operator !== 'ne') throw this.problem();
    const wanted = this.literal();
    const isEqual = operator === 'eq';
    return {
      holds: (item) => (field(item) === wanted) === isEqual,
      regions: isEqual && name === 'armRegionName' ? [wanted] : undefined,
    };
  }

  private field(name: string): (item: RetailItem) => string {
    const key = fields[name];
    if (!key) throw this.problem();
    return (item) => String(item[key] ?? '');
  }

  private literal(): string {
    const word = this.take();
    if (/^(?:true|false)$/.test(word)) return word;
    if (!/^'.*'$/s.test(word)) throw this.problem();
    return word.slice(1, -1).replaceAll("''", "'");
  }

  private takes(word: string): boolean {
    const isThere = this.words[this.at]?.toLowerCase() === word;
    if (isThere) this.at += 1;
    return isThere;
  }

  private demand(word: string): void {
    if (!this.takes(word)) throw this.problem();
  }

  private take(): string {
    const word = this.words[this.at];
    if (word === undefined) throw this.problem();
    this.at += 1;
    return word;
  }

  private problem(): FilterError {
    const near = this.words.slice(this.at).join(' ') || 'its end';
    return new FilterError(`Invalid OData parameters supplied: '${this.text}', at ${near}`);
  }
}

const functions: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  contains: (value, wanted) => value.includes(wanted),
  startswith: (value, wanted) => value.startsWith(wanted),
  endswith: (value, wanted) => value.endsWith(wanted),
};

/** What may be filtered by; the filter says priceType for what the rows call type. */
const fields: Readonly<Record<string, keyof RetailItem>> = {
  armRegionName: 'armRegionName',
  location: 'location',
  meterId: 'meterId',
  meterName: 'meterName',
  productId: 'productId',
  skuId: 'skuId',
  productName: 'productName',
  skuName: 'skuName',
  serviceName: 'serviceName',
  serviceId: 'serviceId',
  serviceFamily: 'serviceFamily',
  priceType: 'type',
  armSkuName: 'armSkuName',
  currencyCode: 'currencyCode',
  isPrimaryMeterRegion: 'isPrimaryMeterRegion',
};
