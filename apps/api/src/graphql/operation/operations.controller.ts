import { Controller, Get, HttpStatus, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { parseGlobalId } from '#libs/verbs';
import { Allow } from '../../access/allow.js';
import { CurrentRequest } from '../../access/current-request.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { Answered } from '../../server/answer-failures.js';
import { Reader } from '../reader.js';

/** Operations for clients that poll. */
@Controller('operations')
export class OperationsController {
  constructor(private readonly reader: Reader) {}

  @Get(':id')
  @Allow('view')
  async find(
    @Param('id') globalId: string,
    @CurrentRequest() context: GraphqlContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
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
