import { createHttpHeaders, type PipelineRequest } from '@azure/core-rest-pipeline';
import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { systemClock } from '#libs/kernel';
import { AzureStanding } from '../standing/azure-standing.js';
import { GraphConnection } from './graph-connection.js';

const endpoint = 'https://graph.microsoft.com';

/** A Graph that answers as told, and remembers what it was asked. */
function graphThat(answer: (request: PipelineRequest) => { status?: number; text: string }) {
  const asked: string[] = [];
  const standing = new AzureStanding();
  const connection = new GraphConnection({
    endpoint,
    standing,
    limit: pLimit(1),
    clock: systemClock,
    sender: {
      wasSent: () => true,
      send: async (request) => {
        asked.push(request.url);
        const { status = 200, text } = answer(request);
        return { request, status, headers: createHttpHeaders(), bodyAsText: text };
      },
    },
  });
  const list = () =>
    connection.list({ question: 'names of groups', path: '/groups', timeoutMs: 5_000 });
  return { asked, list, problems: () => standing.problems() };
}

const page = (value: unknown, next?: unknown): { text: string } => ({
  text: JSON.stringify({ value, ...(next !== undefined && { '@odata.nextLink': next }) }),
});

describe('what Microsoft Graph lists', () => {
  it('is read page by page, also past an empty one, by the links that it gives', async () => {
    const second = `${endpoint}/v1.0/groups?$skiptoken=a%2Bb`;
    const third = `${endpoint}/v1.0/groups?$skiptoken=c`;
    const { asked, list } = graphThat(({ url }) => {
      if (url === third) return page([{ id: '2' }]);
      return url === second ? page([], third) : page([{ id: '1' }], second);
    });
    expect(await list()).toEqual([{ id: '1' }, { id: '2' }]);
    expect(asked).toEqual([`${endpoint}/v1.0/groups`, second, third]);
  });

  it.each([
    ['another host', 'https://graph.evil.example/v1.0/groups'],
    ['a host that begins alike', 'https://graph.microsoft.com.evil.example/v1.0'],
    ['one with a user', 'https://me@graph.microsoft.com/v1.0'],
    ['none', 7],
  ])('is not read on at %s: our token goes nowhere else', async (_what, next) => {
    const { asked, list, problems } = graphThat(() => page([], next));
    await expect(list()).rejects.toMatchObject({ kind: 'refused' });
    expect(asked).toHaveLength(1);
    expect(problems()).toMatchObject([{ code: 'GraphRefused' }]);
  });

  it('is not read without end', async () => {
    const { asked, list } = graphThat(() => page([], `${endpoint}/v1.0/groups`));
    await expect(list()).rejects.toMatchObject({ kind: 'refused' });
    expect(asked).toHaveLength(30);
  });

  it.each([
    ['a page of some proxy', '<html>Sign in</html>'],
    ['no list', '{}'],
    ['nothing', ''],
  ])('cannot be %s', async (_what, text) => {
    await expect(graphThat(() => ({ text })).list()).rejects.toMatchObject({ kind: 'refused' });
  });

  it('is refused with the code alone of what Graph says', async () => {
    const error = { code: 'Request_BadRequest', message: 'ada@contoso.com is no group' };
    const { list, problems } = graphThat(() => ({
      status: 400,
      text: JSON.stringify({ error }),
    }));
    await expect(list()).rejects.toMatchObject({ kind: 'refused' });
    expect(JSON.stringify(problems())).toContain('HTTP 400, Request_BadRequest');
    expect(JSON.stringify(problems())).not.toContain('ada@');
  });

  it('hides no error of our own', async () => {
    const { list } = graphThat(() => {
      throw new TypeError('a bug');
    });
    await expect(list()).rejects.toThrow(new TypeError('a bug'));
  });
});
