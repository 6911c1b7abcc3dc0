import { z } from 'zod';
import { listedArmIdSchema, type ArmId } from '#libs/kernel';
import { refusal, together, type Findings } from '#libs/resources';
import { isPermitted } from '#libs/tenants';
import {
  ArmError,
  type Content,
  readTargetToAsk,
  type SubmitDeps,
  type Submitted,
  submitDeletion,
  type Deletion,
} from '#libs/operations';
import { checkContents, checkNamed, checkPayers, contentsOf } from './contents.rules.js';
import { readHeld } from './contents.repository.js';
import { listContents } from './list-contents.js';

import { confirmNameField, orElse, type VerbContext } from '#libs/verbs';

/** What the deletion of anything that holds others takes. */
export const holderDeletion = {
  confirmName: confirmNameField,
  deleteUnmanagedArmIds: orElse(z.array(listedArmIdSchema).max(1_000), [])
    .prefault([])
    .describe(
      'What stands in it, Armature does not manage, and may go too: each by its ARM id, as NOT_EMPTY names them.',
    ),
};

/** Milliseconds that Azure has to say what stands there. */
const listWithinMs = 8_000;

/**
 * Accepts the deletion of what holds others. All that stands in it is listed first, as Azure has it now, in the answer
 * and in the audit row: what Armature does not manage goes only where `named` has it. Where Azure does not answer,
 * nothing is accepted.
 */
export async function deleteHolder(
  deps: SubmitDeps,
  context: VerbContext,
  named: readonly ArmId[],
  deletion: Deletion,
): Promise<Submitted> {
  const seen = await lookInside(deps, context, deletion, named);
  return submitDeletion(deps, context, {
    ...deletion,
    ...(seen && {
      findings: seen.findings,
      input: { ...deletion.input, contents: seen.contents.map(({ armId }) => armId) },
      contents: seen.contents,
    }),
  });
}

interface Inside {
  contents: readonly Content[];
  findings: Findings;
}

/**
 * Undefined for those who may not delete it and for what was answered before. Azure is not asked for them, and not
 * where something is named that does not stand in it.
 */
async function lookInside(
  deps: SubmitDeps,
  context: VerbContext,
  deletion: Deletion,
  named: readonly ArmId[],
): Promise<Inside | undefined> {
  const found = await readTargetToAsk(deps, context, deletion);
  if (!found) return undefined;
  const mayOperateIn = (teamId: string): boolean => isPermitted(context, teamId);
  const elsewhere = checkNamed(found.armId, named);
  if (elsewhere.errors.length > 0) return { contents: [], findings: elsewhere };
  const rows = await readHeld(deps.pool, deps.kinds, found.id);
  try {
    const listed = await listContents(deps.arm, found.armId, AbortSignal.timeout(listWithinMs));
    const contents = contentsOf(listed, rows);
    const findings = together(
      checkContents(contents, named),
      checkPayers(rows, mayOperateIn, deletion.field),
    );
    return { contents, findings };
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return { contents: [], findings: notListed(deletion.field, error) };
  }
}

const notListed = (field: string, { error }: ArmError): Findings =>
  refusal(
    'INVALID_STATE',
    ['input', field],
    `Azure did not say what stands in it (${error.code}), and nothing is deleted unseen. Ask again in a minute.`,
  );
