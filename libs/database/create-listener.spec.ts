import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { createListener, type Listener } from './create-listener.js';

describe('createListener', () => {
  let database: TestDatabase;
  let listener: Listener;
  const heard: string[] = [];
  const onReconnect = vi.fn();

  beforeEach(async () => {
    heard.length = 0;
    onReconnect.mockReset();
    database = await createTestDatabase();
    listener = createListener({
      url: database.url,
      channel: 'armature_outbox',
      onNotification: (payload) => heard.push(payload),
      onReconnect,
    });
    await listener.ready;
  });

  afterEach(async () => {
    await listener.close();
    await database.drop();
  });

  const addOutboxEvent = (topic: string) =>
    database.pool.query<{ id: string }>(
      'INSERT INTO outbox_event (topic) VALUES ($1) RETURNING id',
      [topic],
    );
  const breakConnection = () =>
    database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'armature listen armature_outbox' AND datname = current_database()`,
    );

  it('hears of an outbox row when it is committed', async () => {
    const { rows } = await addOutboxEvent('operation.changed');
    await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 10_000 });
    expect(JSON.parse(heard[0] ?? '')).toEqual({
      id: rows[0]?.id,
      topic: 'operation.changed',
      operationId: null,
      resourceId: null,
      teamId: null,
    });
  });

  it('comes back after its connection was lost, says so, and hears again', async () => {
    await breakConnection();
    await vi.waitFor(() => expect(onReconnect).toHaveBeenCalledOnce(), { timeout: 10_000 });
    await addOutboxEvent('resource.changed');
    await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 10_000 });
  });

  it('says nothing once it is closed', async () => {
    await listener.close();
    await addOutboxEvent('operation.changed');
    const { rowCount } = await database.pool.query(
      `SELECT FROM pg_stat_activity
       WHERE application_name = 'armature listen armature_outbox' AND datname = current_database()`,
    );
    expect({ rowCount, heard }).toEqual({ rowCount: 0, heard: [] });
  });
});
