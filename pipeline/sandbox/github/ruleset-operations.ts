import { invalid, notFound, Refusal } from './refusal.ts';
import { apiUrl, type Body, htmlUrl, nodeId } from './repository-bodies.ts';
import { may } from './rights.ts';
import { type Answer, type Asked, type Operations, text } from './route.ts';
import { bypassOf, TARGETS } from './rules/layers.ts';
import { RULES } from './rules/rule-table.ts';
import type { BypassActor, NewRuleset, Ruleset } from './settings.ts';
import type { Hub } from './state.ts';

/** What GitHub fills in, by rule (@octokit/openapi, repository-rule-*). */
const FILLED_IN: Record<string, Record<string, unknown>> = {
  pull_request: { allowed_merge_methods: ['merge', 'squash', 'rebase'], required_reviewers: [] },
  required_status_checks: { do_not_enforce_on_create: false },
};

const filledIn = (rules: Ruleset['rules']): Ruleset['rules'] =>
  rules.map((rule) => {
    const defaults = FILLED_IN[rule.type];
    return defaults ? { ...rule, parameters: { ...defaults, ...rule.parameters } } : rule;
  });

/** Rulesets as an administrator's earlier acts left them. */
export const storedRulesets = (rulesets: readonly NewRuleset[], at: string): Ruleset[] =>
  rulesets.map((ruleset, index) => ({ ...ruleset, rules: filledIn(ruleset.rules), id: index + 1, at }));

function summary(hub: Hub, ruleset: Ruleset): Body {
  const { id, name, target, enforcement, at } = ruleset;
  const _links = { self: { href: `${apiUrl(hub)}/rulesets/${id}` }, html: { href: `${htmlUrl(hub)}/rules/${id}` } };
  const source = { source_type: 'Repository', source: `${hub.owner}/${hub.name}` };
  return { id, name, target, ...source, enforcement, node_id: nodeId('RRS', id), _links, created_at: at, updated_at: at };
}

/** Who may pass by is told to who may write the ruleset (@octokit/openapi, Get a repository ruleset). */
function whole(asked: Asked, ruleset: Ruleset): Body {
  const { hub } = asked;
  const { conditions, rules, bypass_actors } = ruleset;
  const seen = may(asked, { name: 'administration', access: 'write' }) ? { bypass_actors } : {};
  const bypass = bypassOf(hub, ruleset, asked.viewer);
  const current_user_can_bypass = bypass === 'pull_request' ? 'pull_requests_only' : bypass;
  return { ...summary(hub, ruleset), ...seen, current_user_can_bypass, conditions, rules };
}

function found({ hub, params }: Asked): Ruleset {
  const ruleset = hub.settings.rulesets.find(({ id }) => id === Number(params.ruleset_id));
  if (!ruleset) throw notFound();
  return ruleset;
}

/** A server knows no single user, and no `exempt` (@octokit/openapi 23.0.2, ghes-3.17 to 3.19, repository-ruleset-bypass-actor). */
function requireServersActors(actors: readonly BypassActor[]): void {
  if (actors.some(({ actor_type, bypass_mode }) => actor_type === 'User' || bypass_mode === 'exempt'))
    throw new Refusal(422, 'Invalid request.', ["Invalid property /bypass_actors: no subschema in 'anyOf' matched."]);
}

/** The ruleset that a body asks for; what it leaves out is as it was, or as GitHub has it. */
function asAsked(asked: Asked, before: Ruleset): Ruleset {
  const { body, hub } = asked;
  const name = text(asked, 'name') ?? before.name;
  const enforcement = text(asked, 'enforcement') ?? before.enforcement;
  if (name === '' || !['active', 'evaluate', 'disabled'].includes(enforcement)) throw new Refusal(422, 'Validation Failed');
  if (hub.settings.rulesets.some((other) => other !== before && other.name === name))
    throw invalid('Ruleset', 'name', 'Name must be unique');
  const rules = (body.rules ?? before.rules) as Ruleset['rules'];
  const target = text(asked, 'target') ?? before.target;
  // What isn't practised here would be stored and never held.
  if (!(target in TARGETS)) throw invalid('Ruleset', 'target', `the practice GitHub knows no rules for ${target}`);
  const unknown = rules.find(({ type }) => !(type in RULES));
  if (unknown) throw invalid('Ruleset', 'rules', `the practice GitHub knows no rule ${unknown.type}`);
  if (hub.edition === 'ghes') requireServersActors((body.bypass_actors ?? []) as BypassActor[]);
  return {
    id: before.id,
    name,
    target,
    enforcement,
    bypass_actors: (body.bypass_actors ?? before.bypass_actors) as BypassActor[],
    conditions: (body.conditions ?? before.conditions) as Ruleset['conditions'],
    rules: filledIn(rules),
    at: hub.clock.tick(),
  };
}

function create(asked: Asked): Answer {
  const { hub } = asked;
  const empty = { id: hub.nextId(), name: '', target: 'branch', enforcement: '', bypass_actors: [], conditions: {}, rules: [], at: '' };
  const ruleset = asAsked(asked, empty);
  hub.settings.rulesets.push(ruleset);
  return { status: 201, body: whole(asked, ruleset) };
}

function update(asked: Asked): Answer {
  const ruleset = found(asked);
  Object.assign(ruleset, asAsked(asked, ruleset));
  return { body: whole(asked, ruleset) };
}

function remove(asked: Asked): Answer {
  const { rulesets } = asked.hub.settings;
  rulesets.splice(rulesets.indexOf(found(asked)), 1);
  return { status: 204, body: {} };
}

/** Operations about the rulesets of the repository. */
export const rulesetOperations: Operations = {
  'get /repos/{owner}/{repo}/rulesets': ({ hub }) => ({ list: hub.settings.rulesets, shown: (ruleset: Ruleset) => summary(hub, ruleset) }),
  'post /repos/{owner}/{repo}/rulesets': create,
  'get /repos/{owner}/{repo}/rulesets/{ruleset_id}': (asked) => ({ body: whole(asked, found(asked)) }),
  'put /repos/{owner}/{repo}/rulesets/{ruleset_id}': update,
  'delete /repos/{owner}/{repo}/rulesets/{ruleset_id}': remove,
};
