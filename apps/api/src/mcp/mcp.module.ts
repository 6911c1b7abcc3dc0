import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module.js';
import { McpAnswers } from './answer-mcp.js';
import { ToolCalls } from './call-tool.js';
import { TargetNames } from './target-names.js';
import { ProtectedResourceController } from './protected-resource.controller.js';
import { PublicAddresses } from './public-addresses.js';
import { McpDoor } from './serve-mcp.js';
import { Tools } from './tools.js';

/** Tools for agents, by the Model Context Protocol. */
@Module({
  imports: [ChannelsModule],
  controllers: [ProtectedResourceController],
  providers: [McpAnswers, McpDoor, PublicAddresses, TargetNames, ToolCalls, Tools],
})
export class McpModule {}
