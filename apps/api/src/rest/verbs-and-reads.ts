import { Controller, Delete, Get, Inject, Patch, Post, Req, Res, type Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { isRead } from '../channels/fixed-document.js';
import { RestAnswers } from './rest-answers.js';
import type { Method, Route } from './routes/route.js';

type Handler = (
  this: { answers: RestAnswers },
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<FastifyReply>;

const methods: Readonly<Record<Method, typeof Get>> = {
  GET: Get,
  POST: Post,
  PATCH: Patch,
  DELETE: Delete,
};

/** A controller with a handler for every route, made with Nest's own decorators from the definitions. */
export function controllerOf(routes: readonly Route[]): Type {
  class VerbsAndReads {
    @Inject(RestAnswers) readonly answers: RestAnswers;
  }
  for (const route of routes) addHandler(VerbsAndReads.prototype, route);
  Controller('v1')(VerbsAndReads);
  return VerbsAndReads;
}

function addHandler(prototype: object, route: Route): void {
  const { definition, method, path } = route;
  const name = `${method} ${path}`;
  const value: Handler = function (request, reply) {
    return this.answers.answer(route, request, reply);
  };
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  Req()(prototype, name, 0);
  Res()(prototype, name, 1);
  const isForAll = isRead(definition) && definition.forEverybody;
  Allow(isForAll ? 'everybody' : definition.permission)(prototype, name, { value });
  methods[method](path.replaceAll(/\{(\w+)\}/g, ':$1'))(prototype, name, { value });
}
