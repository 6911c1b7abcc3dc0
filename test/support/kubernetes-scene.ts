import type { Pool } from 'pg';
import { cancelOperation } from '#libs/catalogue';
import { installArcExtension } from '#libs/kinds/arc-extensions';
import { type StepPorts, type Submitted } from '#libs/operations';
import type { Role } from '#libs/verbs';
import { askOf, ask as askFor, type Submission } from './ask.js';
import { contextForTests } from './engine.js';
import { FakeKubernetesArm } from './fake-kubernetes-arm.js';
import { givenConnectedCluster, playToEnd, submitForTests } from './kubernetes.js';
import { kinds } from '#libs/kinds';

/** Codes of what was refused, each with the path of its field below `input`. */
export const refusalsOf = (answer: Submitted) =>
  answer.ok ? [] : answer.error.map(({ code, field }) => [code, ...(field ?? []).slice(1)]);

export const training = { settings: { enableTraining: true } };

/** A team with a workspace and a connected cluster in a fake Azure, and the ways to ask for things there. */
export async function kubernetesScene(pool: Pool) {
  const arm = new FakeKubernetesArm();
  const given = await givenConnectedCluster(pool, arm);
  const { teamId, clusterArmId, workspaceId } = given;
  const ask = (mutation: Submission, input: object, role: Role = 'OPERATOR', team = teamId) =>
    askFor(mutation, submitForTests(pool), contextForTests(role, team), input);
  const accepted = async (mutation: Submission, input: object) => {
    const answer = await ask(mutation, input);
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    return answer.value;
  };
  const play = (operationId: string, ports?: StepPorts) => playToEnd(pool, arm, operationId, ports);
  const perform = async (mutation: Submission, input: object, ports?: StepPorts) => {
    const { operationId, resourceId } = await accepted(mutation, input);
    return { ...(await play(operationId, ports)), operationId, resourceId };
  };
  return {
    arm,
    given,
    ask,
    accepted,
    play,
    perform,
    extensionArmId: `${clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions/azureml`,
    attachment: {
      workspaceId,
      name: 'arc-one',
      clusterArmId,
    },
    installation: {
      clusterArmId,
      ...training,
    },
    install: () =>
      perform(installArcExtension, {
        clusterArmId,
        ...training,
      }),
    cancel: (operationId: string) =>
      askOf(
        cancelOperation,
        {
          pool,
          kinds,
        },
        contextForTests('OPERATOR', teamId),
        operationId,
      ),
  };
}

export type KubernetesScene = Awaited<ReturnType<typeof kubernetesScene>>;
