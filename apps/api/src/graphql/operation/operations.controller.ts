import { Controller, Get, HttpStatus, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseGlobalId } from '#libs/verbs';
import { Allow } from '../../access/allow.js';
import { CurrentRequest } from '../../access/current-request.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { Answered } from '../../server/answer-failures.js';
import { Origins } from '../../context/origins.js';
import { Reader } from '../reader.js';

/** When /v1/operations came, and this was left for clients of before (RFC 9745). */
const deprecatedAt = Date.UTC(2026, 10, 28) / 1_000;

/** Operations for clients that poll, as they were before /v1. */
@Controller('operations')
export class OperationsController {
  constructor(
    private readonly reader: Reader,
    private readonly origins: Origins,
  ) {}

  @Get(':id')
  @Allow('view')
  async find(
    @Param('id') globalId: string,
    @CurrentRequest() context: GraphqlContext,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const successor = `${this.origins.of(request)}/v1/operations/${encodeURIComponent(globalId)}`;
    void reply.headers({
      deprecation: `@${deprecatedAt}`,
      link: `<${successor}>; rel="successor-version"`,
    });
    const parsed = parseGlobalId(globalId);
    const id = parsed?.type === 'Operation' ? parsed.id : '';
    const operation = await this.reader.findOperation(context, id);
    if (!operation) throw new Answered({ error: { code: 'NOT_FOUND' } }, HttpStatus.NOT_FOUND);
    if (operation.retryAfterSeconds !== undefined)
      void reply.header('retry-after', operation.retryAfterSeconds);
    const { kind, status, targetName, steps, progress, error, createdAt, completedAt } = operation;
    const shown = steps.map(({ submitting: _submitting, ...step }) => step);
    return {
      id: operation.id,
      kind,
      status,
      targetName,
      steps: shown,
      progress,
      error,
      createdAt,
      completedAt,
    };
  }
}
