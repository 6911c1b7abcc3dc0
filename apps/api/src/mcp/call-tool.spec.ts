import { expect, it } from 'vitest';
import { revokeApiKey } from '#libs/catalogue';
import type { Answer } from '../channels/channel-answers.js';
import type { Definition } from '../channels/fixed-document.js';
import { ToolCalls } from './call-tool.js';
import { TargetNames } from './target-names.js';

it('where its name cannot be looked up now, nothing is taken away', async () => {
  const asked: string[] = [];
  const answers = {
    wrongFieldsOf: () => [],
    answerOf: ({ name }: Definition): Promise<Answer> => {
      asked.push(name);
      return Promise.resolve({
        refusals: [{ code: 'DATABASE_UNAVAILABLE', message: 'It is away.' }],
      });
    },
  };
  const calls = new ToolCalls(answers as never, new TargetNames(answers as never));
  const tool = { definition: revokeApiKey, isDestructive: true, addsConfirmName: true };
  const { content } = await calls.call(tool as never, {} as never, { id: 'x', confirmName: 'y' });
  expect(asked).toEqual(['nodes']);
  expect(JSON.stringify(content)).toContain('DATABASE_UNAVAILABLE');
});

it.each([
  ['is not there', null],
  ['has no name', { id: 'x' }],
])('of what %s nothing is taken away, whatever the name', async (_how, found) => {
  const asked: string[] = [];
  const answers = {
    wrongFieldsOf: () => [],
    answerOf: ({ name }: Definition): Promise<Answer> => {
      asked.push(name);
      return Promise.resolve({ data: name === 'nodes' ? [found] : {} });
    },
  };
  const calls = new ToolCalls(answers as never, new TargetNames(answers as never));
  const tool = { definition: revokeApiKey, isDestructive: true, addsConfirmName: true };
  await calls.call(tool as never, {} as never, { id: 'x', confirmName: 'y' });
  expect(asked).toEqual(['nodes']);
});
