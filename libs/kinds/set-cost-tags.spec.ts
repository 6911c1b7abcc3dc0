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
