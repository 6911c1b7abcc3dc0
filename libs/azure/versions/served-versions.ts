import { LRUCache } from 'lru-cache';
import { armOperations, type ApiVersionOverrides, type ArmOperation } from '#libs/arm-versions';
import { ArmError } from '#libs/operations';
import type { ProvisioningError } from '#libs/kernel';
import type { VersionRefusal } from './read-version-refusal.js';

/** Told once for each version that is not served somewhere, while that is remembered. */
export interface VersionFallback {
  operation: ArmOperation;
  place: string;
  notServed: string;
  /** What is asked with from now on. Undefined: nothing fits. */
  instead: string | undefined;
  served: readonly string[] | undefined;
}

export interface ServedVersionsOptions {
  overrides?: ApiVersionOverrides | undefined;
  onFallback?: ((fallback: VersionFallback) => void) | undefined;
}

interface Learnt {
  refused: readonly string[];
  /** As ARM last listed them. */
  served: readonly string[] | undefined;
  /** ARM's last word on it. */
  said: ProvisioningError | undefined;
}

export interface VersionChoice {
  /** The first of the operation's versions that nobody has refused. Throws ArmError where all were. */
  choose(): string;
  /** `said`: ARM's own words. What is certain is remembered for others in the same place. */
  refuse(version: string, refusal: VersionRefusal, said: ProvisioningError): void;
}

const nothing: Learnt = { refused: [], served: undefined, said: undefined };

/** Of places that lack a version so many are remembered, and so long: what Azure serves may change. */
const mostPlaces = 10_000;
const rememberedMs = 10 * 60_000;

/** Which api-version each operation is asked with, place by place. Learns from refusals, in this process. */
export class ServedVersions {
  /** By operation and place: what an action's refusal lists holds of no other operation. */
  private readonly learnt = new LRUCache<string, Learnt>({
    max: mostPlaces,
    ttl: rememberedMs,
    // The clock at every look: the time that the cache remembers is up to a millisecond old.
    ttlResolution: 0,
    noUpdateTTL: true,
  });

  constructor(private readonly options: ServedVersionsOptions = {}) {}

  /** The api-versions to try for one request. Remembers also what was refused to this request alone. */
  begin(operation: ArmOperation, place: string): VersionChoice {
    let own = nothing;
    const first = (): string | undefined => {
      const learnt = this.learnt.get(keyOf(operation, place)) ?? nothing;
      return this.listOf(operation).find(
        (version) => isOpen(learnt, version) && isOpen(own, version),
      );
    };
    return {
      choose: () => {
        const version = first();
        if (version !== undefined) return version;
        const learnt = this.learnt.get(keyOf(operation, place)) ?? own;
        throw notServed(operation, this.listOf(operation), learnt);
      },
      refuse: (version, refusal, said) => {
        own = withRefusal(own, version, refusal, said);
        if (refusal.certain) this.learn(operation, place, version, refusal, said);
        this.options.onFallback?.({
          operation,
          place,
          notServed: version,
          instead: first(),
          served: refusal.served,
        });
      },
    };
  }

  private learn(
    operation: ArmOperation,
    place: string,
    version: string,
    refusal: VersionRefusal,
    said: ProvisioningError,
  ): void {
    const before = this.learnt.get(keyOf(operation, place)) ?? nothing;
    this.learnt.set(keyOf(operation, place), withRefusal(before, version, refusal, said));
  }

  private listOf(operation: ArmOperation): readonly string[] {
    return this.options.overrides?.[operation] ?? armOperations[operation];
  }
}

const keyOf = (operation: ArmOperation, place: string): string => `${operation} ${place}`;

const isOpen = ({ refused, served }: Learnt, version: string): boolean =>
  !refused.includes(version) && (!served || served.includes(version));

const withRefusal = (
  { refused, served }: Learnt,
  version: string,
  refusal: VersionRefusal,
  said: ProvisioningError,
): Learnt => ({ refused: [...refused, version], served: refusal.served ?? served, said });

/**
 * Refused before anything was done. An administrator may name a version that is served and has the operation: then the
 * same can be asked again, LATER. Where Azure names none there is nothing to choose from.
 */
function notServed(
  operation: ArmOperation,
  wanted: readonly string[],
  { served, said }: Learnt,
): ArmError {
  const known = served ? `; it serves ${served.join(', ') || 'none'}` : '';
  return new ArmError(
    'refused',
    {
      code: 'API_VERSION_NOT_SERVED',
      message: `Azure does not serve ${operation} in this region or cloud: none of its api-versions ${wanted.join(', ')} is there${known}.`,
      retry: served?.length ? 'LATER' : 'NEVER',
      remedy: `It cannot be done here with these versions. Where Azure has it at another one, let an administrator set ARMATURE_AZURE_API_VERSIONS="${operation}=<version>" for the API and the worker, start both again, and ask again.`,
      target: operation,
      ...(said && { details: [said] }),
    },
    undefined,
    undefined,
    false,
  );
}
