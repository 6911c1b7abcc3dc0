import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ClientAddresses } from '../context/client-address.js';
import { Origins } from '../context/origins.js';
import { ActorGuard } from './actor.guard.js';
import { Authentication } from './authentication.js';

/** Who asks, and what handlers take of them: every way in stands behind it. */
@Global()
@Module({
  providers: [
    Authentication,
    ClientAddresses,
    Origins,
    { provide: APP_GUARD, useClass: ActorGuard },
  ],
  exports: [Authentication, ClientAddresses, Origins],
})
export class AccessModule {}
