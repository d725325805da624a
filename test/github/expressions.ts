import { data, Evaluator, type Expr, Lexer, Parser } from '@actions/expressions';
import { Binary, ContextAccess, FunctionCall, Grouping, IndexAccess, Literal, Logical, Unary } from '@actions/expressions/ast';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';

/** What an expression may look into, by name; plain data. */
export type Contexts = Record<string, unknown>;

const CONTEXTS = ['github', 'needs', 'strategy', 'matrix', 'job', 'runner', 'env', 'vars', 'secrets', 'steps', 'inputs'];

/** How things stand before what is asked about: something has failed or, of jobs, was skipped; the run was cancelled. */
export interface Standing {
  failed: boolean;
  cancelled: boolean;
  skipped?: boolean;
}

const STATUS: Record<string, (standing: Standing) => boolean> = {
  success: ({ failed, cancelled, skipped = false }) => !failed && !cancelled && !skipped,
  failure: ({ failed, cancelled }) => failed && !cancelled,
  cancelled: ({ cancelled }) => cancelled,
  always: () => true,
};

const parsed = (text: string): Expr =>
  new Parser(
    new Lexer(text).lex().tokens,
    CONTEXTS,
    [...Object.keys(STATUS), 'hashFiles'].map((name) => ({ name, minArgs: 0, maxArgs: name === 'hashFiles' ? 255 : 0 })),
  ).parse();

/** The parts of an expression, the whole one first. */
function partsOf(expression: Expr): Expr[] {
  const inner = (): Expr[] => {
    if (expression instanceof FunctionCall || expression instanceof Logical) return expression.args;
    if (expression instanceof Binary) return [expression.left, expression.right];
    if (expression instanceof Unary) return [expression.expr];
    if (expression instanceof Grouping) return [expression.group];
    return expression instanceof IndexAccess ? [expression.expr, expression.index] : [];
  };
  return [expression, ...inner().flatMap(partsOf)];
}

/** What is called, with its arguments; names of functions in lower case, as GitHub makes no difference. */
export const callsIn = (text: string): { name: string; args: Expr[] }[] =>
  partsOf(parsed(text)).flatMap((part) =>
    part instanceof FunctionCall ? [{ name: part.functionName.lexeme.toLowerCase(), args: part.args }] : [],
  );

export const isLiteral = (expression: Expr | undefined): boolean => expression instanceof Literal;

/** A place as `['steps', 'render', 'outputs', 'website']`; `null` in it for what only a run can tell. */
function pathOf(expression: Expr): (string | null)[] | null {
  if (expression instanceof ContextAccess) return [expression.name.lexeme];
  if (!(expression instanceof IndexAccess)) return null;
  const before = pathOf(expression.expr);
  return before && [...before, expression.index instanceof Literal ? expression.index.literal.coerceString() : null];
}

/** The places that an expression looks at, each in full. */
export function referencesIn(text: string): (string | null)[][] {
  const parts = partsOf(parsed(text));
  const inner = new Set(parts.flatMap((part) => (part instanceof IndexAccess ? [part.expr] : [])));
  return parts.flatMap((part) => (inner.has(part) ? [] : [pathOf(part) ?? []])).filter((path) => path.length > 0);
}

const dataOf = (value: unknown): data.ExpressionData => JSON.parse(JSON.stringify(value ?? null), data.reviver) as data.ExpressionData;

/** Where expressions are asked: what they may look into, how things stand, and what files by these patterns sum up to. */
export interface Asking {
  contexts: Contexts;
  standing?: Standing;
  hashFiles?: (patterns: string[]) => string;
}

/**
 * What an expression comes to, by GitHub's own evaluator (`@actions/expressions`).
 * @returns plain data
 */
export function evaluate(text: string, { contexts, standing = { failed: false, cancelled: false }, hashFiles }: Asking): unknown {
  const functions = new Map<string, FunctionDefinition>();
  const define = (name: string, call: FunctionDefinition['call']): unknown =>
    functions.set(name.toLowerCase(), { name, minArgs: 0, maxArgs: 255, call });
  for (const [name, holds] of Object.entries(STATUS)) define(name, () => new data.BooleanData(holds(standing)));
  define('hashFiles', (...args) => new data.StringData(hashFiles?.(args.map((arg) => arg.coerceString())) ?? ''));
  const all = Object.fromEntries(CONTEXTS.map((name) => [name, contexts[name] ?? {}]));
  const value = new Evaluator(parsed(text), dataOf(all) as data.Dictionary, functions).evaluate();
  return JSON.parse(JSON.stringify(value, data.replacer) ?? 'null');
}

/** A value as GitHub writes it into a text. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A text with what its expressions come to. */
export const filledIn = (text: unknown, asking: Asking): string =>
  asText(text).replace(/\$\{\{([\s\S]*?)\}\}/g, (_, inner: string) => asText(evaluate(inner, asking)));

const falsy = (value: unknown): boolean => value === null || value === false || value === 0 || value === '' || Number.isNaN(value);

/** Whether a condition holds. One that asks for no standing holds only while nothing has failed (docs: "Status check functions"). */
export function holds(condition: string | boolean | undefined, asking: Asking): boolean {
  const text = String(condition ?? 'success()')
    .trim()
    .replace(/^\$\{\{([\s\S]*)\}\}$/, '$1');
  const asksStanding = callsIn(text).some(({ name }) => name in STATUS);
  return !falsy(evaluate(asksStanding ? text : `success() && (${text})`, asking));
}
