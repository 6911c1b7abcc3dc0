import { nearestSizes, sizesIn } from '../vm-sizes.rules.js';
import type { ArmErrorRule, ErrorText, Facts } from './rule.js';

const maxOffered = 10;

/** What follows is offered; the size that was asked for stands before it, where it is named at all. */
const offerOfSizes = /\b(?:available|supported|allowed) (?:VM ?)?sizes\b/i;

/** Which size was asked for, and those that are offered in its place, the most alike first. */
function sizeFacts({ message, texts }: ErrorText): Facts {
  const [asked] = sizesIn(message.split(offerOfSizes)[0] ?? '');
  const offered = [message, ...texts].map(sizesIn).reduce(longer, []);
  const others = offered.filter((size) => size.toLowerCase() !== asked?.toLowerCase());
  const nearest = nearestSizes(asked, others).slice(0, maxOffered);
  const more = others.length - nearest.length;
  return {
    size: asked ?? 'This VM size',
    ...(asked ? { target: asked } : {}),
    offer:
      nearest.length < 2
        ? 'Take one that vmSizes lists for the region.'
        : `Take one of these, the most alike first: ${nearest.join(', ')}${more > 0 ? `, or one of ${more} others that vmSizes lists` : ''}.`,
  };
}

const longer = (a: string[], b: string[]): string[] => (b.length > a.length ? b : a);

const size = {
  code: 'SIZE_NOT_SUPPORTED',
  cause: 'request',
  retry: 'NEVER',
  facts: sizeFacts,
  // Azure answers the same for a family of which the subscription has no dedicated quota at all (seen in public).
  remedy:
    '{size} is not supported here. {offer} Where vmSizes lists {size} for the region, its family has no quota of yours there: ask for some, or take low priority.',
} as const;

/** A size that the region, the service or the subscription does not offer. What is only gone for now is capacity. */
export const vmSizeRules: readonly ArmErrorRule[] = [
  {
    ...size,
    armCodes: ['vmsizenotsupported', 'invalidvmsize', 'vmsizenotallowed', 'unsupportedvmsize'],
  },
  {
    ...size,
    text: /(?:\bVM ?size|virtual machine size|cluster\.properties\.vmsize)\b(?!.*(?:currently not available|capacity|(?<![-/])quota|specialty sku)).{0,200}?(?:not (?:a )?(?:supported|valid|allowed|available)|unsupported|invalid)/is,
  },
  {
    ...size,
    text: /(?:unsupported|invalid|not (?:a )?(?:supported|valid)) (?:VM ?size|virtual machine size)/i,
  },
];
