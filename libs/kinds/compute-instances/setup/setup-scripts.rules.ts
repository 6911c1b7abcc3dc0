import { durationSeconds } from '#libs/kernel';
import {
  caution,
  cautionShown,
  nothing,
  refusal,
  together,
  type FieldPath,
  type Findings,
} from '#libs/resources';
import { encodingOf } from './encoded-script.rules.js';
import type { SetupScript, SetupScripts } from './setup-scripts.schema.js';

/** Scripts that Azure can run: one at least, none of them empty, paths inside the workspace's file share. */
export function checkSetupScripts(scripts: SetupScripts, path: FieldPath): Findings {
  const { creationScript, startupScript } = scripts;
  if (creationScript === null && startupScript === null) {
    const message = 'names neither creationScript nor startupScript: name one, or leave it out';
    return refusal('INVALID_INPUT', path, message);
  }
  return together(
    creationScript === null ? nothing : checkScript(creationScript, [...path, 'creationScript']),
    startupScript === null ? nothing : checkScript(startupScript, [...path, 'startupScript']),
  );
}

const checkScript = (
  { source, arguments: words, timeout }: SetupScript,
  path: FieldPath,
): Findings =>
  together(
    'text' in source
      ? checkText(source.text, [...path, 'source', 'text'])
      : checkPath(source.path, [...path, 'source', 'path']),
    isSaid(words) ? cautionShown([...path, 'arguments']) : nothing,
    timeout === null ? nothing : checkTimeout(timeout, [...path, 'timeout']),
  );

const isSaid = (words: string | null): boolean => words !== null && words.trim() !== '';

/** Azure's own answer to an empty one: "scriptData cannot be null or empty". One in base64 it runs as it is. */
function checkText(text: string, field: FieldPath): Findings {
  if (text.trim() === '')
    return refusal('INVALID_INPUT', field, 'is empty: write the script, or leave it out');
  const encoding = encodingOf(text);
  if (encoding === undefined) return cautionWindows(text, field);
  const message = `is ${encoding}: give the script as it is, as text. It is encoded on its way to Azure, and encoded twice it would not run.`;
  return refusal('INVALID_INPUT', field, message);
}

/** Linux takes a carriage return for a part of the command, and a byte order mark for a part of '#!'. */
function cautionWindows(text: string, field: FieldPath): Findings {
  const what = [
    ...(text.includes('\r') ? ['ends lines as Windows does'] : []),
    ...(text.startsWith('\uFEFF') ? ['begins with a byte order mark'] : []),
  ];
  if (what.length === 0) return nothing;
  const message = `${what.join(' and ')}, which shells on Linux take for a part of the command: save it with the line ends of Unix (LF), as UTF-8 without a mark.`;
  return caution('SCRIPT_FOR_WINDOWS', field, message);
}

function checkPath(path: string, field: FieldPath): Findings {
  const parts = path.split('/');
  if (path.trim() !== '' && !path.startsWith('/') && !parts.includes('..')) return nothing;
  const message =
    "must be a path in the workspace's file share, such as Users/jo/setup.sh: from its root, without '..'";
  return refusal('INVALID_INPUT', field, message);
}

function checkTimeout(timeout: string, field: FieldPath): Findings {
  const seconds = durationSeconds(timeout) ?? 0;
  if (seconds >= 1 && Number.isInteger(seconds)) return nothing;
  return refusal('INVALID_INPUT', field, 'must be whole seconds or more, such as PT15M');
}
