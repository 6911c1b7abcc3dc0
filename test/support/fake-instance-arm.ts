import { armIdKey } from '#libs/kernel';
import { ArmError, type ArmBody, type LroHandle, type LroObservation } from '#libs/operations';
import { FakeArm } from './fake-arm.js';

type Settings = Record<string, unknown> & { state?: string };

const endsAs: Record<string, string> = {
  Creating: 'Running',
  Starting: 'Running',
  Restarting: 'Running',
  Stopping: 'Stopped',
  Resizing: 'Stopped',
};
const begins: Record<string, string> = {
  start: 'Starting',
  restart: 'Restarting',
  stop: 'Stopping',
  resize: 'Resizing',
};

/** A fake ARM of compute instances: states pass when the test lets them. */
export class FakeInstanceArm extends FakeArm {
  private actions = 0;
  /** Actions that this cloud has not got. */
  readonly withoutActions = new Set<string>();

  stateAt(armId: string): string | undefined {
    return settingsOf(this.resources.get(armIdKey(armId))).state;
  }

  settingsAt(armId: string): Settings {
    return settingsOf(this.resources.get(armIdKey(armId)));
  }

  /** What Azure does by itself, or somebody in the portal. */
  change(armId: string, settings: Settings): void {
    const body = this.resources.get(armIdKey(armId));
    if (body) this.resources.set(armIdKey(armId), withSettings(body, settings));
  }

  override endAll(): void {
    super.endAll();
    for (const [id, body] of this.resources) {
      const { state, targetVMSize, ...rest } = settingsOf(body);
      const next = state && endsAs[state];
      const size = targetVMSize === undefined ? {} : { vmSize: targetVMSize };
      if (next)
        this.resources.set(
          id,
          withSettings(withoutTarget(body), { ...rest, ...size, state: next }),
        );
    }
  }

  override async put(armId: string, body: ArmBody): Promise<LroObservation> {
    const before = this.stateAt(armId);
    const answer = await super.put(armId, body);
    this.change(armId, { state: before ?? 'Creating' });
    return answer;
  }

  override async post(armId: string, action: string, body?: ArmBody): Promise<LroObservation> {
    return this.call('post', async () => {
      if (this.withoutActions.has(action)) throw notServed(action);
      this.ledger.push({ verb: 'POST', armId, action });
      const state = begins[action];
      this.change(armId, {
        ...(action === 'updateSchedules' ? { schedules: body } : body),
        ...(state !== undefined && { state, lastOperation: this.operation(action) }),
      });
      return state === undefined
        ? { state: 'Succeeded', rawState: 'Succeeded' }
        : this.started(armId, 'POST');
    });
  }

  protected override stateOf(handle: LroHandle): LroObservation {
    const state = this.stateAt(handle.armId);
    if (state !== undefined && state in endsAs) {
      return { state: 'InProgress', rawState: state, handle };
    }
    return super.stateOf(handle);
  }

  private operation(action: string): object {
    this.actions += 1;
    return {
      operationName: `${action[0]?.toUpperCase()}${action.slice(1)}`,
      operationTime: new Date(this.actions * 1000).toISOString(),
      operationStatus: 'Succeeded',
      operationTrigger: 'User',
    };
  }
}

const notServed = (action: string): ArmError =>
  new ArmError(
    'refused',
    { code: 'API_VERSION_NOT_SERVED', message: `computes/${action} is not served`, retry: 'NEVER' },
    undefined,
    undefined,
    false,
  );

function settingsOf(body: ArmBody | undefined): Settings {
  const properties = body?.['properties'] as { properties?: Settings } | undefined;
  return properties?.properties ?? {};
}

const withSettings = (body: ArmBody, settings: Settings): ArmBody => ({
  ...body,
  properties: {
    ...(body['properties'] as object),
    properties: { ...settingsOf(body), ...settings },
  },
});

function withoutTarget(body: ArmBody): ArmBody {
  const { targetVMSize: _target, ...settings } = settingsOf(body);
  return { ...body, properties: { ...(body['properties'] as object), properties: settings } };
}
