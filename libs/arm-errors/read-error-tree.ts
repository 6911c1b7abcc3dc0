import { isObject, type Json } from '#libs/kernel';
import { at, textIn } from './json.js';
import { plainText } from './plain-text.js';
import { redact } from './redact.js';
import { readWrittenErrors } from './written-errors.js';

/** One error as Azure nested it. `message` is its own, without what it holds as JSON; empty where it has none. */
export interface ErrorNode {
  code: string;
  message: string;
  target?: string;
  /** `additionalInfo[].info`, for what only stands there (policies). */
  info: Json[];
  children: ErrorNode[];
}

const maxDepth = 12;
const maxChildren = 20;
const maxNodes = 200;
const maxTextLength = 32_000;

/** How much more may be read: a body nested without end is as good as one that is cut off. */
interface Budget {
  nodes: number;
}

/** A code is one word; a sentence in its place is a message. Numbers are what HTTP or a script said. */
function codeOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const code = textIn(value)?.trim() ?? '';
  return /^[\w.:-]{1,100}$/.test(code) ? code : '';
}

const messageFields = ['message', 'errorMessage', 'error_description', 'detail', 'statusMessage'];

const firstText = (error: Json, names: readonly string[]): string | undefined =>
  names.map((name) => textIn(at(error, name))).find((text) => text !== undefined);

const isProblem = (error: Json): boolean =>
  at(error, 'title') !== undefined &&
  (at(error, 'status') !== undefined || at(error, 'errors') !== undefined);

/** `{errors: {field: [text]}}` (RFC 9457 and ASP.NET): what is wrong with each field, a sentence each. */
function fieldErrors(error: Json): Json[] {
  const fields = at(error, 'errors');
  if (!isObject(fields)) return [];
  return Object.entries(fields)
    .slice(0, maxChildren)
    .map(([field, texts]) => {
      const said = (Array.isArray(texts) ? texts : [texts]).map(textIn).filter(Boolean).join(' ');
      return { message: field === '' ? said : `${field}: ${said}`, target: field };
    });
}

/** OAuth's `{error: "invalid_client", error_description}`: the word is the code. */
function ownCode(error: Json): string {
  const inner = at(error, 'error');
  return (
    codeOf(at(error, 'code') ?? at(error, 'errorCode')) ||
    (typeof inner === 'string' ? codeOf(inner) : '')
  );
}

function ownMessage(error: Json): string | undefined {
  const debug = at(error, 'debugInfo');
  const title = isProblem(error) ? textIn(at(error, 'title')) : undefined;
  const odd = codeOf(at(error, 'code')) === '' ? textIn(at(error, 'code')) : undefined;
  const alone = firstText(error, messageFields) ?? title;
  const fields = fieldErrors(error).map(({ message }) => message);
  if (fields.length > 0) return [alone, ...fields].filter(Boolean).join(' ');
  return alone ?? (isObject(debug) ? textIn(at(debug, 'message')) : undefined) ?? odd;
}

/** What an error holds that may be errors too. */
function innerValues(error: Json): unknown[] {
  const debug = at(error, 'debugInfo');
  const [value, errors] = [at(error, 'value'), at(error, 'errors')];
  const inner = at(error, 'error') ?? at(error, 'odata.error');
  return [
    typeof inner === 'string' && inner === ownCode(error) ? undefined : inner,
    at(error, 'innerError') ?? at(error, 'inner_error'),
    isObject(debug) ? at(debug, 'errorResponse') : undefined,
    at(error, 'details'),
    Array.isArray(value) ? value : undefined,
    isObject(errors) ? fieldErrors(error) : errors,
  ].filter((inner) => inner !== undefined && inner !== null);
}

function infoOf(error: Json): Json[] {
  const entries = at(error, 'additionalInfo');
  const listed: unknown[] = Array.isArray(entries) ? entries.slice(0, maxChildren) : [];
  return listed.filter(isObject).map((entry) => {
    const info = at(entry, 'info');
    return isObject(info) ? info : {};
  });
}

/** Whether JSON in a text is an error, and not the name of a policy or a setting. */
const looksLikeError = (value: unknown): boolean =>
  isObject(value) &&
  (isProblem(value) ||
    at(value, 'error') !== undefined ||
    (at(value, 'message') !== undefined && at(value, 'code') !== undefined) ||
    (Array.isArray(at(value, 'details')) && at(value, 'message') !== undefined));

/** A node that says nothing itself is what it holds. */
function unwrapped(node: ErrorNode): ErrorNode[] {
  if (node.code !== '' || node.message !== '') return [node];
  const inherit = node.target === undefined ? {} : { target: node.target };
  return node.children.length > 1
    ? [node]
    : node.children.map((child) => ({
        ...inherit,
        ...child,
        info: [...node.info, ...child.info],
      }));
}

function readText(text: string, budget: Budget, depth: number): ErrorNode[] {
  const plain = text.slice(0, maxTextLength);
  const { sentence, found } = readWrittenErrors(plain, looksLikeError);
  const node = {
    code: '',
    message: redact(plainText(sentence)),
    info: [],
    children: readAll(found, budget, depth + 1),
  };
  return unwrapped(node);
}

function readObject(error: Json, budget: Budget, depth: number): ErrorNode[] {
  const own = readText(ownMessage(error) ?? '', budget, depth);
  const [said] = own;
  const isSaid = own.length === 1 && said !== undefined && said.code === '';
  const target = textIn(at(error, 'target'));
  const children = [
    ...(isSaid ? said.children : own),
    ...readAll(innerValues(error), budget, depth + 1),
  ];
  return unwrapped({
    code: ownCode(error),
    message: isSaid ? said.message : '',
    ...(target ? { target: redact(target).slice(0, 500) } : {}),
    info: infoOf(error),
    children: children.slice(0, maxChildren),
  });
}

function readValue(value: unknown, budget: Budget, depth: number): ErrorNode[] {
  if (depth > maxDepth || budget.nodes <= 0) return [];
  budget.nodes -= 1;
  if (typeof value === 'string') return readText(value, budget, depth);
  if (Array.isArray(value)) return readAll(value, budget, depth + 1);
  return isObject(value) ? readObject(value, budget, depth) : [];
}

const readAll = (values: readonly unknown[], budget: Budget, depth: number): ErrorNode[] =>
  values.slice(0, maxChildren).flatMap((value) => readValue(value, budget, depth));

/**
 * The tree of errors in any body that Azure, or what stands before it, answers a failure with: ARM's `{error}`, a
 * top-level `{code, message}`, the `innerError` and `debugInfo` of machine learning, problem details, lists, JSON inside
 * a message, HTML and plain text, with keys in any capitals. Undefined where the body holds no error. Never throws.
 */
export function readErrorTree(body: unknown): ErrorNode | undefined {
  const nodes = readValue(body, { nodes: maxNodes }, 0);
  const [first, ...others] = nodes;
  if (!first || others.length === 0) return first;
  return { code: '', message: '', info: [], children: nodes };
}
