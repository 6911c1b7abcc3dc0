import type { EntraIdentity } from './entra-token.js';

/** Microsoft Graph, as far as it is asked for who is in which group. */
export interface EntraDirectory {
  /**
   * Object ids, in lower case, of all that somebody is in, by way of other groups too; among them may be what is no group. Rejects
   * with GroupsUnknown where Graph does not tell, and with DirectoryUnreachable where it may when asked again.
   */
  groupsOf(who: Pick<EntraIdentity, 'tenantId' | 'objectId' | 'kind'>): Promise<readonly string[]>;
  /** How these groups of a tenant are called, by object id; without those whose names cannot be told now. */
  namesOf(tenantId: string, groupIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Why a token that leaves its groups out is refused: Graph is not asked, does not tell, or knows nobody of that id. */
export type UnknownBecause = 'not-asked' | 'not-told' | 'nobody';

// A WebSocket has room for 123 bytes to say why it is closed.
const words: Record<UnknownBecause, string> = {
  'not-asked':
    'Your token leaves your groups out, as there are too many: let it name only those that are assigned to the application.',
  'not-told':
    'Your token leaves your groups out, and Microsoft Graph does not tell them: ask whoever runs Armature.',
  nobody: 'Your token leaves your groups out, and Microsoft Graph does not know you.',
};

/** A token leaves out who is in which group, and roles here are held by groups: what its bearer may do is not known. */
export class GroupsUnknown extends Error {
  override readonly name = 'GroupsUnknown';

  constructor(readonly because: UnknownBecause = 'not-asked') {
    super(words[because]);
  }
}

/** Whoever comes with a token that leaves groups out is not known, until Microsoft Graph answers again. */
export class DirectoryUnreachable extends Error {
  override readonly name = 'DirectoryUnreachable';

  constructor(cause: unknown) {
    super('Microsoft Graph cannot be asked now', { cause });
  }
}
