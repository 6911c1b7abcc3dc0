import { Injectable } from '@nestjs/common';
import { catalogue } from '#libs/catalogue';
import type { Actor } from '#libs/verbs';
import { ChannelAnswers } from '../channels/channel-answers.js';
import type { Definition } from '../channels/fixed-document.js';
import { reads } from '../reads/catalogue-of-reads.js';
import { mayCall } from './may-call.js';
import { toolName } from './tool-name.js';
import { toolOf, type Tool } from './tool.js';

/** What tools are of, by their names and in the order of these. */
const definitions: ReadonlyMap<string, Definition> = new Map(
  [...catalogue, ...reads]
    .map((definition): [string, Definition] => [toolName(definition), definition])
    .toSorted(([left], [right]) => (left < right ? -1 : 1)),
);
if (definitions.size !== catalogue.length + reads.length)
  throw new Error('two tools have one name');

/** A tool for every verb and every read, made when somebody asks for it: all of them are a third of a start of the API. */
@Injectable()
export class Tools {
  private readonly made = new Map<string, Tool>();

  constructor(private readonly answers: ChannelAnswers) {}

  /** Those that the actor's roles allow. */
  of(actor: Actor): readonly Tool[] {
    return [...definitions.keys()].flatMap((name) => this.find(actor, name) ?? []);
  }

  /** The tool of this name; undefined alike for one that the actor's roles do not allow. */
  find(actor: Actor, name: string): Tool | undefined {
    const definition = definitions.get(name);
    if (!definition || !mayCall(actor, definition)) return undefined;
    const tool = this.made.get(name) ?? toolOf(this.answers.documentOf(definition));
    this.made.set(name, tool);
    return tool;
  }
}
