import { Module } from '@nestjs/common';
import { historyOf } from '../resource/history.resolver.js';
import { TeamComputesResolver } from './compute.resolver.js';
import { ComputeObject } from './compute.types.js';
import './vm-size.types.js';

@Module({ providers: [TeamComputesResolver, historyOf(() => ComputeObject)] })
export class ComputesModule {}
