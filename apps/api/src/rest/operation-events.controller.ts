import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { eventStream } from '../subscriptions/tell-as-stream.js';
import { sendProblem } from './answers/send-problem.js';
import { OperationEvents } from './streams/operation-events.js';
import { accepts } from './requests/read-headers.js';

/** What happens to an operation, told as it happens. */
@Controller('v1/operations/:id/events')
export class OperationEventsController {
  constructor(private readonly events: OperationEvents) {}

  @Get()
  @Allow('view')
  async follow(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    if (!accepts(request.headers.accept, eventStream)) {
      const message = `It is answered as ${eventStream}: send that as Accept.`;
      return sendProblem(request, reply, [{ code: 'BAD_REQUEST', message }], { status: 406 });
    }
    return this.events.serve(request, reply, id);
  }
}
