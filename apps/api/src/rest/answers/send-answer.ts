import type { FastifyReply, FastifyRequest } from 'fastify';
import { isObject } from '#libs/kernel';
import { isRead } from '../../channels/fixed-document.js';
import { searchOf } from '../requests/read-request.js';
import { inputOf, usualPage } from '../routes/parameters.js';
import { makes } from '../routes/makes.js';
import { placeOfType, type Route } from '../routes/route.js';
import { linksOf, type PageInfo } from './links.js';

type Data = Readonly<Record<string, unknown>>;

/** Seconds after which an operation may be looked at again, where nothing is known of it. */
const usualRetrySeconds = 2;

/** Answers what was asked for. `origin` is what addresses begin with. */
export function sendAnswer(
  route: Route,
  origin: string,
  request: FastifyRequest,
  reply: FastifyReply,
  data: unknown,
): FastifyReply {
  const status = isRead(route.definition)
    ? describeRead(route, origin, request, reply, data)
    : describeDone(route, origin, reply, data as Data);
  return reply
    .code(status)
    .headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .send(JSON.stringify(data));
}

function describeRead(
  route: Route,
  origin: string,
  request: FastifyRequest,
  reply: FastifyReply,
  data: unknown,
): number {
  if (!isObject(data)) return 200;
  const { etag, pageInfo, object } = data as Data;
  if (typeof etag === 'string') void reply.header('etag', `"${etag}"`);
  if (object === 'Operation') retryLater(reply, data);
  if (isObject(pageInfo)) {
    const search = searchOf(request);
    const size = Number(search.get('first') ?? search.get('last') ?? usualPage);
    const isBothWays = inputOf(route).query.some(({ name }) => name === 'before');
    const [path = ''] = request.url.split('?');
    const page = pageInfo as unknown as PageInfo;
    void reply.header('link', linksOf(origin + path, search, page, { size, isBothWays }));
  }
  return 200;
}

/** 202 for what an operation does; 201 for what was made at once. */
function describeDone(
  { definition }: Route,
  origin: string,
  reply: FastifyReply,
  data: Data,
): number {
  const { operation } = data;
  if (isObject(operation)) {
    const at = origin + placeOfType('Operation', idOf(operation));
    void reply.headers({ location: at, 'operation-location': at });
    retryLater(reply, operation);
    return 202;
  }
  const made = Object.values(data).find((one) => isObject(one) && 'object' in one) as Data;
  if (isRead(definition) || !makes(definition)) return 200;
  void reply.header('location', origin + placeOfType(String(made['object']), idOf(made)));
  return 201;
}

const idOf = (of: object): string => String((of as Data)['id']);

/** Says when to ask again, until it has ended. */
function retryLater(reply: FastifyReply, operation: object): void {
  const { completedAt, retryAfterSeconds } = operation as Data;
  if (completedAt !== null) return;
  const seconds = typeof retryAfterSeconds === 'number' ? retryAfterSeconds : usualRetrySeconds;
  void reply.header('retry-after', Math.max(1, Math.ceil(seconds)));
}
