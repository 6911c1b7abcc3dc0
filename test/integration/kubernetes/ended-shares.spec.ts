import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { provisionKubernetesCompute } from '#libs/kinds/kubernetes-computes';
import { retryOperation } from '#libs/catalogue';
import { armIdKey } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { ArmError } from '#libs/operations';
import { armError } from '../../support/fake-arm.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { contextForTests, engineForTests, shareWith, storyOf } from '../../support/engine.js';
import { submitForTests } from '../../support/kubernetes.js';
import { kubernetesScene, training, type KubernetesScene } from '../../support/kubernetes-scene.js';
import { askOf } from '../../support/ask.js';

let database: TestDatabase;
let scene: KubernetesScene;
let operationId: string;

const identity =
  '/subscriptions/s/resourceGroups/lent/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one';

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  scene = await kubernetesScene(database.pool);
  ({ operationId } = await scene.accepted(provisionKubernetesCompute, {
    ...scene.attachment,
    extension: training,
    identity: {
      type: 'USER_ASSIGNED',
      userAssignedIdentityIds: [identity],
    },
  }));
});

const endShares = () => database.pool.query('DELETE FROM shared_scope');
const advance = () => engineForTests(database.pool, scene.arm, { kinds }).advance(operationId);
const retry = () =>
  askOf(
    retryOperation,
    submitForTests(database.pool),
    contextForTests('OPERATOR', scene.given.teamId),
    operationId,
  );
const written = () =>
  scene.arm.ledger.map(({ verb, armId }) => `${verb} ${armId.split('/').at(-1)}`);

/** As an operation was accepted before its ids were kept with it. */
const forgetIds = () => database.pool.query(`UPDATE operation SET input = input - 'usesArmIds'`);

describe.each([
  ['is under way', async () => {}],
  ['that an older version accepted is under way', forgetIds],
])('a share that ends while a provision %s', (_when, age) => {
  beforeEach(async () => void (await age()));

  it('ends it before anything is sent', async () => {
    await endShares();
    expect(await scene.play(operationId)).toMatchObject({
      status: 'FAILED',
      error: 'SCOPE_NOT_SHARED',
      state: 'FAILED',
    });
    expect(written()).toEqual([]);
  });

  it('ends it before the compute is attached, though its extension is on its way', async () => {
    await advance();
    expect(written()).toEqual(['PUT azureml']);
    await endShares();
    expect(await scene.play(operationId)).toMatchObject({ error: 'SCOPE_NOT_SHARED' });
    expect(written()).toEqual(['PUT azureml']);
  });

  it('keeps it from a retry until it is shared again', async () => {
    await endShares();
    await scene.play(operationId);
    expect(await retry()).toMatchObject({ ok: false, error: [{ code: 'SCOPE_NOT_SHARED' }] });
    const { audit } = await storyOf(database.pool, operationId);
    expect(audit.at(-1)).toBe('denied');
    await shareWith(database.pool, scene.given.teamId, '/subscriptions/s');
    expect(await retry()).toMatchObject({ ok: true });
    expect(await scene.play(operationId)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('keeps what did not arrive from being sent again', async () => {
    const error = new ArmError('transient', armError('transient').error, 503, undefined, true);
    scene.arm.faults.push({ on: 'put', error });
    await advance();
    expect(scene.arm.faults).toEqual([]);
    await endShares();
    expect(await scene.play(operationId)).toMatchObject({ error: 'SCOPE_NOT_SHARED' });
    expect(written()).toEqual([]);
  });

  it('leaves alone what Azure has already', async () => {
    await scene.play(operationId);
    await endShares();
    expect(written()).toContain('PUT arc-one');
  });
});

describe('an installation that Azure failed in passing', () => {
  it('is not sent once more where the share has ended', async () => {
    await advance();
    await endShares();
    const failed = {
      ...(await scene.arm.get(scene.extensionArmId)),
      properties: {
        provisioningState: 'Failed',
        errorInfo: {
          code: 'ExtensionOperationFailed',
          message:
            'unable to get the mutex: another operation (install/upgrade/rollback) is in progress',
        },
      },
    };
    scene.arm.resources.set(armIdKey(scene.extensionArmId), failed);
    const { error } = await scene.play(operationId);
    expect(error).toBe('SCOPE_NOT_SHARED');
    expect(written()).toEqual(['PUT azureml']);
  });
});

describe('a region that the team may no longer use', () => {
  const allow = (locations: string[]) =>
    database.pool.query('UPDATE team SET allowed_locations = $2 WHERE id = $1', [
      scene.given.teamId,
      locations,
    ]);

  it('ends what is to be made there before anything is sent, and keeps it from a retry', async () => {
    await allow(['westeurope']);
    expect(await scene.play(operationId)).toMatchObject({ error: 'SCOPE_NOT_SHARED' });
    expect(written()).toEqual([]);
    expect(await retry()).toMatchObject({ ok: false, error: [{ code: 'SCOPE_NOT_SHARED' }] });
    await allow(['eastus']);
    expect(await retry()).toMatchObject({ ok: true });
    expect(await scene.play(operationId)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
