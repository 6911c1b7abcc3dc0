import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { ConnectedClusterResolver } from './connected-cluster.resolver.js';

@Module({ imports: [ReaderModule], providers: [ConnectedClusterResolver] })
export class ConnectedClustersModule {}
