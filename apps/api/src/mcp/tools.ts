import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { catalogue } from '#libs/catalogue';
import type { Actor } from '#libs/verbs';
import { ChannelAnswers } from '../channels/channel-answers.js';
import { reads } from '../reads/catalogue-of-reads.js';
import { mayCall } from './may-call.js';
import { toolOf, type Tool } from './tool.js';

/** A tool for every verb and every read. */
@Injectable()
export class Tools implements OnApplicationBootstrap {
  private all: ReadonlyMap<string, Tool> = new Map();

  constructor(private readonly answers: ChannelAnswers) {}

  /** The schema is made by then. */
  onApplicationBootstrap(): void {
    const tools = [...catalogue, ...reads]
      .map((definition) => toolOf(this.answers.documentOf(definition)))
      .toSorted((left, right) => (left.listed.name < right.listed.name ? -1 : 1));
    this.all = new Map(tools.map((tool) => [tool.listed.name, tool]));
    if (this.all.size !== tools.length) throw new Error('two tools have one name');
  }

  /** Those that the actor's roles allow. */
  of(actor: Actor): readonly Tool[] {
    return [...this.all.values()].filter(({ definition }) => mayCall(actor, definition));
  }

  /** The tool of this name; undefined alike for one that the actor's roles do not allow. */
  find(actor: Actor, name: string): Tool | undefined {
    const tool = this.all.get(name);
    return tool && mayCall(actor, tool.definition) ? tool : undefined;
  }
}
