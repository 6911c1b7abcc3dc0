import { mostAlike, normaliseLocation } from '#libs/kernel';
import type { VmPriority } from './vm-priority.schema.js';
import { nothing, refusal, together, type FieldPath, type Findings } from '../findings.rules.js';
import type { VmSizeFacts } from './vm-size.observe.js';

/** What has VM sizes, in ARM's words. */
export type SizedCompute = 'AmlCompute' | 'ComputeInstance';
const nouns: Record<SizedCompute, string> = {
  AmlCompute: 'compute clusters',
  ComputeInstance: 'compute instances',
};

/** What a request wants a region to have. */
export interface WantedOffer {
  /** In the form that regions compare by. */
  location: string;
  /** Which resource shall stand there; null: nothing new does. */
  stands: 'group' | 'workspace' | 'compute' | null;
  size: { vmSize: string; computeType: SizedCompute; vmPriority: VmPriority } | null;
}

/** The regions a subscription may have each in, in the form that regions compare by; empty: not known. */
export interface SupportedLocations {
  groups: string[];
  workspaces: string[];
  computes: string[];
}

/** What Azure last listed. Null: not known, or so long ago that it says nothing. */
export interface KnownOffers {
  locations: SupportedLocations | null;
  /** Of the region, by name in lower case. */
  sizes: Readonly<Record<string, VmSizeFacts>> | null;
  /** Other regions that have the size. */
  elsewhere: readonly string[];
}

const most = 5;
const listed = (names: readonly string[], otherwise: string): string =>
  names.length === 0 ? otherwise : names.slice(0, most).join(', ');

/** Refuses what Azure's lists do not have; what they do not say is left to Azure. */
export const checkOffered = (wanted: WantedOffer, known: KnownOffers): Findings => {
  const where = checkSupported(wanted, known);
  return where.errors.length > 0 ? where : together(where, checkSize(wanted, known));
};

function checkSupported({ location, stands }: WantedOffer, { locations }: KnownOffers): Findings {
  if (stands === null || locations === null) return nothing;
  const supported = locations[`${stands}s`];
  if (supported.length === 0 || supported.includes(normaliseLocation(location))) return nothing;
  const like = listed(mostAlike(supported, location, { most }), supported.toSorted().join(', '));
  const message = `'${location}' is no region that the subscription can have a ${what[stands]} in: ${like}.`;
  return refusal('LOCATION_NOT_SUPPORTED', ['input', 'location'], message);
}

const what = { group: 'resource group', workspace: 'workspace', compute: 'compute' };

function checkSize({ size, location }: WantedOffer, { sizes, elsewhere }: KnownOffers): Findings {
  if (size === null || sizes === null) return nothing;
  const { vmSize, computeType, vmPriority } = size;
  const found = sizes[vmSize.toLowerCase()];
  const like = `Near to it there: ${nearest(size, sizes)}.`;
  if (found === undefined) {
    const other = elsewhere.length > 0 ? ` It is offered in ${listed(elsewhere, '')}.` : '';
    return unsupported('vmSize', `${vmSize} is not offered in ${location}. ${like}${other}`);
  }
  if (!suits(found, computeType))
    return unsupported(
      'vmSize',
      `${vmSize} is not offered for ${nouns[computeType]} in ${location}. ${like}`,
    );
  if (vmPriority === 'DEDICATED' || found.lowPriority !== false) return nothing;
  return unsupported(
    'vmPriority',
    `${vmSize} has no low-priority nodes in ${location}: take DEDICATED, or another size. ${like}`,
  );
}

const unsupported = (field: string, message: string): Findings =>
  refusal('SIZE_NOT_SUPPORTED', ['input', field] satisfies FieldPath, message);

const suits = ({ computeTypes }: VmSizeFacts, computeType: SizedCompute): boolean =>
  !computeTypes || computeTypes.includes(computeType);

/** Whether a size comes for this type of compute and in this tier, as far as Azure says. */
export const isSuited = (
  size: VmSizeFacts,
  { computeType, vmPriority }: { computeType: SizedCompute; vmPriority: VmPriority },
): boolean =>
  suits(size, computeType) && (vmPriority === 'DEDICATED' || size.lowPriority !== false);

/** Sizes that the request could have, those first whose names are most like the one that was written. */
function nearest(
  { vmSize, computeType, vmPriority }: NonNullable<WantedOffer['size']>,
  sizes: NonNullable<KnownOffers['sizes']>,
): string {
  const fit = Object.entries(sizes).flatMap(([key, size]) =>
    isSuited(size, { computeType, vmPriority }) ? [size.name ?? key] : [],
  );
  return listed(mostAlike(fit, vmSize, { most, atLeast: 0 }), 'none');
}
