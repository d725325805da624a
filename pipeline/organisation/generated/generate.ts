import { stringify } from 'yaml';
import { z } from 'zod';
import type { BeijingDate } from '../../beijing-time.ts';
import { frontMatterSchema } from '../../item/front-matter/front-matter-schema.ts';
import { FIELDS } from '../../item/front-matter/front-matter-words.ts';
import { Problem } from '../../problem.ts';
import { administrators, holders, holdersFor } from '../holders.ts';
import type { Organisation } from '../organisation.ts';
import type { Policy } from '../policy.ts';
import { callingWorkflow } from './calling-workflow.ts';
import { LABELS } from './labels.ts';
import { rulesets } from './ruleset.ts';
import { submissionForm } from './submission-form.ts';

/** First line of every generated file that has comments. */
const DO_NOT_EDIT = '由 sanshen generate 根据 content/*.yml 生成，请勿手改。Generated, do not edit.';

/** GitHub leaves a larger file unread as a whole (docs.github.com, "About code owners"). */
const MAX_BYTES = 3_000_000;

/** GitHub's logins: letters, digits, hyphens; `_short` at the end for managed users. */
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9-]{0,98}(_[A-Za-z0-9]+)?$/;

function ownersOf(organisation: Organisation, people: readonly string[]): string[] {
  const logins = [...new Set(people)].flatMap((person) => organisation.people[person]?.logins ?? []);
  for (const login of logins) {
    if (!LOGIN.test(login)) {
      const message = `账号 ${login} 不像平台的账号；应只含字母、数字和连字符；请在 people 里改正。`;
      throw new Problem('organisation/login-malformed', message, { place: 'content/organisation.yml' });
    }
  }
  return logins.map((login) => `@${login}`);
}

/**
 * The text of `.github/CODEOWNERS` for a Beijing day: the second lock and GitHub's list of whom to ask; the three levels are the gate's.
 * A unit's items belong to its level-1 heads and the Office; settings, program, site and workflows to the Office and the administrators.
 * The last matching line wins, any one owner of it suffices, and there is no `!` (docs.github.com, "About code owners").
 * Leaders stand nowhere: GitHub would ask them at once, before the Office has read (Art. 8).
 * @throws Problem `organisation/login-malformed`, `organisation/nobody-to-own`, `organisation/codeowners-too-large`
 */
export function codeowners(organisation: Organisation, policy: Policy, today: BeijingDate): string {
  const office = ownersOf(organisation, holdersFor(organisation, 2, 'any', today));
  const keepers = [...new Set([...office, ...ownersOf(organisation, administrators(organisation, today))])];
  // A line without owners would take a path away from everybody.
  if (office.length === 0) {
    const message = '今天没有一位有账号的办公室审核人；至少应有一位；请在 posts 和 people 里补上。';
    throw new Problem('organisation/nobody-to-own', message, { place: 'content/organisation.yml' });
  }
  const lines: [string, string[]][] = [
    ['*', keepers],
    ['/.github/', keepers],
    ['/pipeline/', keepers],
    ['/site/', keepers],
    ['/content/', keepers],
    ['/content/items/', office],
  ];
  for (const unit of Object.keys(organisation.units)) {
    const heads = ownersOf(organisation, holders(organisation, 1, unit, today));
    const desk = ownersOf(organisation, holders(organisation, 2, unit, today));
    lines.push([`/content/items/${unit}/`, [...new Set([...heads, ...(desk.length > 0 ? desk : office)])]]);
  }
  const width = Math.max(...lines.map(([pattern]) => pattern.length));
  const text = [
    `# ${DO_NOT_EDIT}`,
    `# 谁会被平台请来审核（分支 ${policy.branch}）。三级审核由 sanshen/gate 把关，这里只是第二道锁。后面的行优先。`,
    ...lines.map(([pattern, owners]) => `${pattern.padEnd(width)} ${owners.join(' ')}`),
    '',
  ].join('\n');
  if (Buffer.byteLength(text) < MAX_BYTES) return text;
  const message = 'CODEOWNERS 会超过 3 MB，平台整个不用；单位和账号应少一些；请核对 units 和 people。';
  throw new Problem('organisation/codeowners-too-large', message, { place: 'content/organisation.yml' });
}

type Node = { properties?: Record<string, Node>; items?: Node; additionalProperties?: Node | boolean; [key: string]: unknown };

const DATE = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$';
const MINUTE = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])( ([01]\\d|2[0-3]):[0-5]\\d)?$';

const EXACT_MINUTE = MINUTE.replace(')?$', ')$');

/** What the strict reading asks for in code and a schema has to be told: how times are written, lists without repetition. */
const FORMS: Record<string, Node> = {
  submitted_at: { pattern: MINUTE },
  event_date: { pattern: DATE },
  publish_after: { pattern: MINUTE },
  publish_until: { pattern: DATE },
  'basis.date': { pattern: DATE },
  'source.published_at': { pattern: MINUTE },
  'secrecy_review.date': { pattern: DATE },
  'unit_review.at': { pattern: MINUTE },
  'withdraw.since': { pattern: MINUTE },
  'offline_review.signed.*.at': { pattern: EXACT_MINUTE },
  'offline_review.posted.website': { pattern: EXACT_MINUTE },
  'offline_review.posted.wechat': { pattern: EXACT_MINUTE },
  'offline_review.posted.weibo': { pattern: EXACT_MINUTE },
  authors: { uniqueItems: true },
  channels: { uniqueItems: true },
  joint_units: { uniqueItems: true },
};

/** Puts the Chinese words of every key where an editor shows them. */
function describe(node: Node, path: string): Node {
  const words = FIELDS[path];
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  return {
    ...(words ? { title: words.name, description: words.expected } : {}),
    ...node,
    ...FORMS[path],
    ...(node.properties
      ? { properties: Object.fromEntries(Object.entries(node.properties).map(([key, inner]) => [key, describe(inner, below(key))])) }
      : {}),
    ...(node.items ? { items: describe(node.items, below('*')) } : {}),
    ...(typeof node.additionalProperties === 'object' ? { additionalProperties: describe(node.additionalProperties, below('*')) } : {}),
  };
}

/** JSON Schema (2020-12) of the front matter, for editors that complete and check YAML. The check's own reading is stricter. */
function frontMatterJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(frontMatterSchema, { io: 'input' }) as Node;
  return { $schema, $comment: DO_NOT_EDIT, title: '稿件文首', ...describe(schema, '') };
}

const yaml = (value: unknown): string => `# ${DO_NOT_EDIT}\n${stringify(value, { lineWidth: 0 })}`;
/** JSON with lists of plain values on one line, as the project's formatter writes it. */
function json(value: unknown, indent = ''): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const members = Array.isArray(value)
    ? value.map((entry) => json(entry, deeper))
    : Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${json(member, deeper)}`);
  const plain = Array.isArray(value) && value.every((entry) => entry === null || typeof entry !== 'object');
  if (plain || members.length === 0) return `${open}${members.join(', ')}${close}`;
  return `${open}\n${members.map((member) => deeper + member).join(',\n')}\n${indent}${close}`;
}

const jsonFile = (value: unknown): string => `${json(value)}\n`;

function pullRequestTemplate(organisation: Organisation, policy: Policy): string {
  const units = Object.values(organisation.units).map(({ name }) => name);
  return `<!-- ${DO_NOT_EDIT} -->
报送单位：<!-- ${units.join('、')} -->

送审前请逐项核对（一事一稿，${policy.freshness.days} 日内的信息）：

- [ ] 全文和图片不涉密，不属敏感领域（第五条）
- [ ] 时间、地点、数据已核，信息日期是事情发生的那一天（第五条、第九条）
- [ ] 不含第六条所列内容，属于第七条的发布范围
- [ ] 没有写出不该公开的个人信息；图片有权使用，不带拍摄位置
- [ ] 标题、正文、图片相符，渠道选对

还在改的请留作草稿（Draft），改好后点 **Ready for review** 送审。谁来审、还剩几天，见下面系统的留言。
留言“同意”不算审核：审核人请点 **Files changed** → **Review changes** → **Approve**（同意）或 **Request changes**（退回）。
`;
}

/**
 * Every file that is made from the settings, by path from the repository's root. The same settings and the same holders of posts
 * give the same bytes: nothing in them tells when they were made.
 * @param today Beijing date; decides only who holds a post.
 * @param callable the product's own workflows by name; where the policy names a release, each is called by one of the bureau's
 * @throws Problem for settings that can't be written down on GitHub (see ruleset.ts)
 */
export function generatedFiles(
  organisation: Organisation,
  policy: Policy,
  today: BeijingDate,
  callable: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { program } = policy;
  const calling = program
    ? Object.entries(callable).map(([name, text]) => [
        `.github/workflows/${name}`,
        `# ${DO_NOT_EDIT}\n${callingWorkflow(name, text, program, policy)}`,
      ])
    : [];
  return {
    ...Object.fromEntries(calling),
    '.github/CODEOWNERS': codeowners(organisation, policy, today),
    '.github/ISSUE_TEMPLATE/submit.yml': yaml(submissionForm(organisation)),
    '.github/PULL_REQUEST_TEMPLATE.md': pullRequestTemplate(organisation, policy),
    '.github/front-matter.schema.json': jsonFile(frontMatterJsonSchema()),
    '.github/labels.yml': yaml(LABELS),
    ...Object.fromEntries(Object.entries(rulesets(policy)).map(([name, ruleset]) => [`.github/rulesets/${name}.json`, jsonFile(ruleset)])),
  };
}
