import { parentArmId } from '#libs/kernel';
import type { Leaving, Left } from '#libs/operations';

/** What it made in the group of its cluster (docs/azure-facts.md#cluster-extensions). */
export const leftByArcExtension = ({ armId, operation }: Left): Leaving[] =>
  operation === 'ARC_EXTENSION_UNINSTALL'
    ? [
        {
          armId: groupOf(armId),
          note: 'An Azure Relay and a Service Bus that the extension made in this group may stay, and are billed until somebody deletes them.',
        },
      ]
    : [];

const groupOf = (extensionArmId: string): string => parentArmId(parentArmId(extensionArmId));
