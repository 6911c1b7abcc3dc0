import { expect, it } from 'vitest';
import { askedTags, submissionScene } from '../../test/support/submission-scene.js';
import { setCostTags } from './set-cost-tags.verb.js';

const scene = submissionScene();
const { accept, standingCluster } = scene;

it('replaces cost tags, and remembers those that were there for Azure’s sake', async () => {
  const resourceId = await standingCluster({
    costTags: [...askedTags, { key: 'extra', value: '1' }],
  });
  const { operationId } = await accept(setCostTags, { resourceId, costTags: askedTags });
  const tags = await scene.database.pool.query(
    'SELECT key FROM cost_tag WHERE resource_id = $1 ORDER BY key',
    [resourceId],
  );
  expect(tags.rows).toEqual([{ key: 'costCenter' }, { key: 'owner' }]);
  const { rows } = await scene.database.pool.query<{ input: unknown }>(
    'SELECT input FROM operation WHERE id = $1',
    [operationId],
  );
  expect(JSON.stringify(rows[0]?.input)).toContain('"extra"');
});

it('keeps those that it carried in Azure, unless they are named', async () => {
  const resourceId = await standingCluster({ costTags: askedTags });
  const { pool } = scene.database;
  await pool.query(
    `INSERT INTO cost_tag (resource_id, key, value, source) VALUES ($1, 'theirs', 'kept', 'AZURE'), ($1, 'Project', 'x', 'AZURE')`,
    [resourceId],
  );
  const costTags = [...askedTags, { key: 'project', value: 'ours' }];
  await accept(setCostTags, { resourceId, costTags });
  const { rows } = await pool.query(
    `SELECT key, value, source FROM cost_tag WHERE resource_id = $1 AND key <> ALL ('{costCenter,owner}') ORDER BY key`,
    [resourceId],
  );
  expect(rows).toEqual([
    { key: 'Project', value: 'ours', source: 'REQUEST' },
    { key: 'theirs', value: 'kept', source: 'AZURE' },
  ]);
});
