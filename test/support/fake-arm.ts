import { randomUUID } from 'node:crypto';
import {
  ArmError,
  type ArmBody,
  type ArmCall,
  type ArmErrorKind,
  type ArmPort,
  type LroHandle,
  type LroObservation,
} from '#libs/operations';
import { armIdKey, parentArmId } from '#libs/kernel';

/** A write that the fake accepted: the ground truth of what was done. */
export interface LedgerEntry {
  verb: 'PUT' | 'DELETE' | 'POST';
  armId: string;
  /** Of a POST. */
  action?: string;
}

type Call = 'get' | 'put' | 'delete' | 'post' | 'poll' | 'list';

/** What happens to one call instead of its answer. `after`: once ARM has accepted it. */
export interface Fault {
  on: Call;
  error?: ArmError;
  after?: boolean;
  /** Runs while the call is under way, e.g. to cancel meanwhile, or to die. */
  meanwhile?: () => Promise<void>;
}

/** ARM in memory, moved by the test: operations end when it says so. */
export class FakeArm implements ArmPort {
  readonly ledger: LedgerEntry[] = [];
  /** Every call that was made, accepted or not. */
  readonly calls: Call[] = [];
  readonly resources = new Map<string, ArmBody>();
  readonly faults: Fault[] = [];
  pageSize = 100;
  /** What an instance can become; undefined: it answers no list. */
  resizeSizes: readonly string[] | undefined;
  /** Runs before every call is looked at. */
  beforeCall: () => Promise<void> = async () => undefined;
  private readonly operations = new Map<string, { armId: string; verb: LroHandle['verb'] }>();
  private readonly lostUrls = new Set<string>();

  /** Ends what is under way at the resource. */
  end(armId: string, state: 'Succeeded' | 'Failed' | 'Gone'): void {
    const body = this.resources.get(armIdKey(armId));
    if (state === 'Gone') this.resources.delete(armIdKey(armId));
    else if (body) this.resources.set(armIdKey(armId), withState(body, state));
  }

  /** Ends everything that is under way, well. */
  endAll(): void {
    for (const [armId, body] of this.resources) {
      if (stateIn(body) === 'Creating') this.end(armId, 'Succeeded');
      if (stateIn(body) === 'Deleting') this.end(armId, 'Gone');
    }
  }

  /** Poll URLs of the resource answer 404 from now on. */
  losePollUrls(armId: string): void {
    for (const [url, operation] of this.operations) {
      if (armIdKey(operation.armId) === armIdKey(armId)) this.lostUrls.add(url);
    }
  }

  countOf(verb: LedgerEntry['verb'], armId: string): number {
    return this.ledger.filter((e) => e.verb === verb && armIdKey(e.armId) === armIdKey(armId))
      .length;
  }

  async get(armId: string): Promise<ArmBody | undefined> {
    return this.call('get', async () => this.resources.get(armIdKey(armId)));
  }

  async put(armId: string, body: ArmBody): Promise<LroObservation> {
    return this.call('put', async () => {
      this.ledger.push({ verb: 'PUT', armId });
      this.resources.set(armIdKey(armId), withState({ ...body, id: armId }, 'Creating'));
      return this.started(armId, 'PUT');
    });
  }

  async delete(armId: string): Promise<LroObservation> {
    return this.call('delete', async () => {
      const body = this.resources.get(armIdKey(armId));
      if (!body) return { state: 'Succeeded', rawState: 'NotFound' };
      this.ledger.push({ verb: 'DELETE', armId });
      this.resources.set(armIdKey(armId), withState(body, 'Deleting'));
      return this.started(armId, 'DELETE');
    });
  }

  async post(
    _armId: string,
    action: string,
    _body?: ArmBody,
    _call?: ArmCall,
  ): Promise<LroObservation> {
    if (action !== 'getAllowedVmSizesForResize')
      throw new Error(`the fake has no action ${action}`);
    const body = this.resizeSizes && { value: this.resizeSizes.map((name) => ({ name })) };
    return this.call('post', async () => ({
      state: 'Succeeded',
      rawState: 'OK',
      ...(body && { body }),
    }));
  }

  async poll(handle: LroHandle): Promise<LroObservation> {
    return this.call('poll', async () => this.stateOf(handle));
  }

  async list(collection: string): Promise<{ value: ArmBody[]; nextLink?: string }> {
    return this.call('list', async () => {
      const [path = '', skip = '0'] = collection.split('?skip=');
      const isListed = listedBy(armIdKey(path));
      const all = [...this.resources.entries()]
        .filter(([id]) => isListed(armIdKey(id)))
        .map(([, body]) => body);
      const end = Number(skip) + this.pageSize;
      const nextLink = end < all.length ? { nextLink: `${path}?skip=${end}` } : {};
      return { value: all.slice(Number(skip), end), ...nextLink };
    });
  }

  protected started(armId: string, verb: LroHandle['verb']): LroObservation {
    const url = `https://arm.example/operations/${randomUUID()}?t=1&c=signed`;
    this.operations.set(url, { armId, verb });
    const rawState = verb === 'DELETE' ? 'Deleting' : 'Creating';
    return {
      state: 'InProgress',
      rawState,
      handle: { style: 'azure-async-operation', url, armId, verb },
    };
  }

  protected stateOf(handle: LroHandle): LroObservation {
    const body = this.resources.get(armIdKey(handle.armId));
    if (this.lostUrls.has(handle.url)) {
      return { state: 'Unreadable', rawState: 'HTTP 404', error: armError('notFound') };
    }
    if (!body) return { state: 'Succeeded', rawState: 'Succeeded' };
    const state = stateIn(body);
    if (state === 'Succeeded') return { state, rawState: state };
    if (state === 'Failed') {
      const error = { code: 'AllocationFailed', message: 'no room', retry: 'LATER' } as const;
      return { state, rawState: state, error };
    }
    return { state: 'InProgress', rawState: state, handle };
  }

  protected async call<T>(on: Call, answer: () => Promise<T>): Promise<T> {
    this.calls.push(on);
    await this.beforeCall();
    const index = this.faults.findIndex((fault) => fault.on === on);
    const [fault] = index < 0 ? [] : this.faults.splice(index, 1);
    if (fault?.error && !fault.after) throw fault.error;
    const answered = await answer();
    await fault?.meanwhile?.();
    if (fault?.error) throw fault.error;
    return answered;
  }
}

/** What a collection lists, by ids in lower case: what stands in something, or all of a type in a scope. */
function listedBy(collection: string): (id: string) => boolean {
  const [, scope, type] = /^(.*)\/providers\/([^/]+\/[^/]+)$/.exec(collection) ?? [];
  if (scope !== undefined && !/\/(computes|resources)$/.test(collection))
    return (id) => id.startsWith(`${scope}/`) && typeOf(id) === type;
  const holder = collection.replace(/\/(computes|resources|resourcegroups)$/, '');
  return (id) => armIdKey(parentArmId(id)) === holder;
}

const typeOf = (id: string): string | undefined =>
  /\/providers\/([^/]+\/[^/]+)\/[^/]+$/.exec(id)?.[1];

const withState = (body: ArmBody, provisioningState: string): ArmBody => ({
  ...body,
  properties: { ...(body['properties'] as object | undefined), provisioningState },
});

const stateIn = (body: ArmBody): string =>
  String((body['properties'] as { provisioningState?: string } | undefined)?.provisioningState);

/** An error as the ARM client would reject with. */
export const armError = (kind: ArmErrorKind, retryAfterSeconds?: number): ArmError =>
  new ArmError(
    kind,
    { code: kind, message: `the fake says ${kind}`, retry: 'LATER' },
    undefined,
    retryAfterSeconds,
    kind === 'transient',
  );
