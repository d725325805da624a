import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Octokit } from '#pipeline/forge/github/octokit.ts';
import { matchPath } from '#pipeline/sandbox/github/route.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Node = { [key: string]: Json };

const isNode = (value: Json | undefined): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** OpenAPI 3.0 as JSON Schema: `nullable` becomes a choice, `$ref` points into one document of definitions. */
function jsonSchema(value: Json): Json {
  if (Array.isArray(value)) return value.map(jsonSchema);
  if (!isNode(value)) return value;
  const { nullable, discriminator: _, ...rest } = value;
  const plain = Object.fromEntries(Object.entries(rest).map(([key, child]) => [key, jsonSchema(child)]));
  if (typeof plain.$ref === 'string') plain.$ref = `github#/definitions/${plain.$ref.split('/').slice(2).join('/')}`;
  return nullable === true ? { anyOf: [{ type: 'null' }, plain] } : plain;
}

const lines = readFileSync(join(import.meta.dirname, 'github-openapi.jsonl'), 'utf8')
  .trim()
  .split('\n');
const parts = new Map(lines.map((line) => JSON.parse(line) as [string, Node]));

/** GitHub's names of the operations in the slice. */
export const operationNames = [...parts.keys()].filter((name) => !name.startsWith('#'));

const definitions: Record<string, Node> = {};
for (const [name, part] of parts) {
  const [, , kind = '', key = ''] = name.split('/');
  if (name.startsWith('#') && (kind === 'schemas' || kind === 'parameters'))
    definitions[kind] = { ...definitions[kind], [key]: jsonSchema(part) };
}

// The slice is GitHub's own description, so nothing of it is questioned; only bodies are.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, logger: false });
ajv.addSchema({ $id: 'github', definitions });

const compiled = new Map<string, ValidateFunction>();

function check(key: string, schema: Json, body: unknown): string[] {
  const validate = compiled.get(key) ?? ajv.compile(jsonSchema(schema) as Node);
  compiled.set(key, validate);
  if (validate(body)) return [];
  return (validate.errors ?? []).slice(0, 5).map(({ instancePath, message }) => `${key}: ${instancePath} ${message}`);
}

function schemaOf(holder: Json | undefined): Json | null {
  if (!isNode(holder)) return null;
  const direct = typeof holder.$ref === 'string' ? parts.get(holder.$ref) : holder;
  const content = isNode(direct?.content) ? direct.content['application/json'] : null;
  return isNode(content ?? undefined) ? ((content as Node).schema ?? null) : null;
}

const OWN = new Set(['baseUrl', 'headers', 'mediaType', 'method', 'request', 'url', 'owner', 'repo']);

interface Sent {
  [key: string]: unknown;
  method: string;
  url: string;
}

function operationFor(sent: Sent, base: string): string | undefined {
  const path = sent.url.replace(base, '').split('?')[0] ?? '';
  const method = sent.method.toLowerCase();
  const exact = operationNames.find((name) => name === `${method} ${path}`);
  return exact ?? operationNames.find((name) => name.startsWith(`${method} `) && matchPath(name.slice(method.length + 1), path) !== null);
}

/** Names that a body may have; of a choice, those of every alternative. */
function fieldsOf(schema: Json | undefined): string[] {
  if (!isNode(schema)) return [];
  if (typeof schema.$ref === 'string') return fieldsOf(parts.get(schema.$ref));
  const choices = [schema.oneOf, schema.anyOf].flatMap((each) => (Array.isArray(each) ? each : []));
  return [...(isNode(schema.properties) ? Object.keys(schema.properties) : []), ...choices.flatMap(fieldsOf)];
}

function requestProblems(name: string, sent: Sent): string[] {
  const operation = parts.get(name) as Node;
  const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, key]) => key);
  const given = Object.fromEntries(
    Object.entries(sent).filter(([key, value]) => !OWN.has(key) && !inPath.includes(key) && value !== undefined),
  );
  const schema = schemaOf(operation.requestBody as Json);
  const known = new Set([...(operation.query as string[]), ...fieldsOf(schema ?? undefined)]);
  const unknown = Object.keys(given).filter((key) => !known.has(key));
  return [
    ...unknown.map((key) => `${name}: GitHub knows no ${key}`),
    ...(schema && sent.method !== 'GET' ? check(`${name} request`, schema, given) : []),
  ];
}

/** What GitHub answers to things that aren't there or aren't allowed, on operations whose description leaves it out. */
const USUAL = ['401', '403', '404'];

function responseProblems(name: string, status: number, body: unknown): string[] {
  const responses = (parts.get(name) as Node).responses as Node;
  const found = responses[status];
  if (found === undefined && USUAL.includes(String(status))) return check('error', { $ref: '#/components/schemas/basic-error' }, body);
  if (found === undefined) return [`${name}: GitHub answers no ${status}`];
  const schema = schemaOf(found);
  return schema ? check(`${name} ${status}`, schema, body) : [];
}

interface Given {
  response: { status: number; data: unknown };
}

/** Makes an Octokit hold every request and every answer against GitHub's own description; what differs is thrown. */
export function conforming(octokit: Octokit): Octokit {
  const base = octokit.request.endpoint.DEFAULTS.baseUrl;
  octokit.hook.wrap('request', async (request, options) => {
    const sent = options as unknown as Sent;
    const name = operationFor(sent, base);
    if (sent.url.endsWith('/graphql')) return request(options);
    if (!name) throw new Error(`not in the slice: ${sent.method} ${sent.url}`);
    const problems = requestProblems(name, sent);
    const answer = await Promise.resolve(request(options)).catch((error: unknown) => error);
    const given = answer instanceof Error ? (answer as Error & Partial<Given>).response : (answer as Given['response']);
    if (given) problems.push(...responseProblems(name, given.status, given.data));
    if (problems.length > 0) throw new Error(problems.join('\n'));
    if (answer instanceof Error) throw answer;
    return answer as Awaited<ReturnType<typeof request>>;
  });
  return octokit;
}
