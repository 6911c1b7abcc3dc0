import {
  cautionShown,
  nothing,
  refusal,
  together,
  type FieldPath,
  type Findings,
} from '#libs/resources';
import type { CustomApplication } from './custom-application.schema.js';

/** Applications that can run beside each other: names and published ports are theirs alone. */
export const checkCustomApplications = (
  applications: readonly CustomApplication[],
  path: FieldPath,
): Findings =>
  together(
    ...applications.map((application, index) =>
      checkApplication(application, applications.slice(0, index), [...path, `${index}`]),
    ),
  );

function checkApplication(
  application: CustomApplication,
  before: readonly CustomApplication[],
  path: FieldPath,
): Findings {
  const { name, image, targetPort, publishedPort, environment, mounts } = application;
  return together(
    /^[a-z0-9][a-z0-9_.-]*$/i.test(name)
      ? nothing
      : refuse(
          [...path, 'name'],
          "must begin with a letter or digit and hold letters, digits, '_', '.' and '-'",
        ),
    before.some((other) => other.name.toLowerCase() === name.toLowerCase())
      ? refuse([...path, 'name'], 'is named twice')
      : nothing,
    /^\S+$/.test(image)
      ? nothing
      : refuse([...path, 'image'], 'must be a Docker image such as ghcr.io/acme/rstudio:latest'),
    checkPort(targetPort, 1, [...path, 'targetPort']),
    checkPort(publishedPort, 1025, [...path, 'publishedPort']),
    before.some((other) => other.publishedPort === publishedPort)
      ? refuse([...path, 'publishedPort'], 'is used by another application of this instance')
      : nothing,
    ...environment.map((variable, at) =>
      /^[a-z_][a-z0-9_]*$/i.test(variable.name)
        ? nothing
        : refuse(
            [...path, 'environment', `${at}`, 'name'],
            'must be a name of an environment variable, such as RSP_LICENSE',
          ),
    ),
    environment.some(({ value }) => value !== '')
      ? cautionShown([...path, 'environment'])
      : nothing,
    ...mounts.flatMap(({ source, target }, at) => [
      checkMountPath(source, [...path, 'mounts', `${at}`, 'source']),
      checkMountPath(target, [...path, 'mounts', `${at}`, 'target']),
    ]),
  );
}

const refuse = (field: FieldPath, message: string): Findings =>
  refusal('INVALID_INPUT', field, message);

const checkPort = (port: number, least: number, field: FieldPath): Findings =>
  port >= least && port <= 65_535 ? nothing : refuse(field, `must be from ${least} to 65535`);

const checkMountPath = (path: string, field: FieldPath): Findings =>
  path.startsWith('/') ? nothing : refuse(field, 'must be an absolute path');
