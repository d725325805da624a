import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CATEGORIES } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { FIELDS } from '#pipeline/item/front-matter/front-matter-words.ts';
import { generatedFiles } from '#pipeline/organisation/generated/generate.ts';
import { mainRuleset } from '#pipeline/organisation/generated/ruleset.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { readOrganisation, readPolicy } from '#pipeline/organisation/read-settings.ts';

const organisation = readOrganisation(readFileSync('content/organisation.yml', 'utf8'), 'content/organisation.yml');
const policy = readPolicy(readFileSync('content/policy.yml', 'utf8'), 'content/policy.yml');
const files = generatedFiles(organisation, policy, '2026-11-24');

interface Rule {
  type: string;
  parameters?: Record<string, unknown>;
}

const ruleOf = (ruleset: object, type: string): Record<string, unknown> | undefined =>
  (ruleset as { rules: Rule[] }).rules.find((rule) => rule.type === type)?.parameters;

describe('the files made from the settings', () => {
  it('are the ones the contract names, and each says that it is generated where its format allows', () => {
    expect(Object.keys(files).sort()).toEqual([
      '.github/CODEOWNERS',
      '.github/ISSUE_TEMPLATE/submit.yml',
      '.github/PULL_REQUEST_TEMPLATE.md',
      '.github/front-matter.schema.json',
      '.github/labels.yml',
      '.github/rulesets/ledger-writer.json',
      '.github/rulesets/ledger.json',
      '.github/rulesets/main.json',
    ]);
    const unmarked = Object.keys(files).filter((path) => !files[path]?.includes('请勿手改'));
    expect(unmarked.every((path) => path.startsWith('.github/rulesets/'))).toBe(true);
  });

  it('are the same bytes on any day with the same holders of posts', () =>
    expect(generatedFiles(organisation, policy, '2027-03-01')).toEqual(files));
});

describe('the ruleset of main', () => {
  const ruleset = JSON.parse(files['.github/rulesets/main.json'] as string) as { bypass_actors: unknown[]; conditions: unknown };

  it('lets nobody pass by', () => {
    expect(ruleset.bypass_actors).toEqual([]);
    expect(ruleset.conditions).toEqual({ ref_name: { include: ['refs/heads/main'], exclude: [] } });
  });

  it('asks for the Office and the leaders, drops stale reviews, and allows squash only', () => {
    expect(ruleOf(ruleset, 'pull_request')).toMatchObject({
      allowed_merge_methods: ['squash'],
      dismiss_stale_reviews_on_push: true,
      require_code_owner_review: true,
      require_last_push_approval: true,
      required_reviewers: [
        { file_patterns: ['content/**'], minimum_approvals: 1, reviewer: { id: 1000001, type: 'Team' } },
        { file_patterns: ['content/**'], minimum_approvals: 1, reviewer: { id: 1000002, type: 'Team' } },
      ],
    });
  });

  it('asks for no more approvals than the shortest way has: a withdrawal needs levels 2 and 3', () =>
    expect(ruleOf(ruleset, 'pull_request')).toMatchObject({ required_approving_review_count: 2 }));

  it('takes the two statuses from one app only', () => {
    expect(ruleOf(ruleset, 'required_status_checks')).toMatchObject({
      required_status_checks: [
        { context: 'sanshen/check', integration_id: 15368 },
        { context: 'sanshen/gate', integration_id: 15368 },
      ],
    });
  });

  it("leaves out what an empty policy doesn't name", () => {
    const bare = mainRuleset(policySchema.parse({ branch: 'master' }));
    expect(ruleOf(bare, 'pull_request')).not.toHaveProperty('required_reviewers');
    expect(JSON.stringify(bare)).not.toContain('integration_id');
    expect(JSON.stringify(bare)).toContain('refs/heads/master');
  });

  it("doesn't stand in the way of an emergency that the policy allows", () => {
    const open = ruleOf(mainRuleset({ ...policy, emergency: { enabled: true, review_hours: 24 } }), 'pull_request');
    expect(open).toMatchObject({ required_approving_review_count: 1, require_code_owner_review: false });
    expect(open?.required_reviewers).toEqual([
      { file_patterns: ['content/**'], minimum_approvals: 1, reviewer: { id: 1000002, type: 'Team' } },
    ]);
  });

  it("refuses a team that isn't written as a number", () => {
    const named = policySchema.parse({ github: { teams: { office: 'office' } } });
    expect(() => mainRuleset(named)).toThrow('github.teams.office 写的是 office；应为团队编号');
  });
});

describe('the form for contributors without Git', () => {
  const form = parse(files['.github/ISSUE_TEMPLATE/submit.yml'] as string) as {
    body: { type: string; id?: string; attributes: { options?: unknown[]; label?: string }; validations?: { required: boolean } }[];
  };
  const byId = new Map(form.body.map((element) => [element.id, element]));

  it("asks in the annex's order", () => {
    const order = ['submitter', 'unit', 'title', 'text', 'channels', 'remarks'];
    expect(form.body.map(({ id }) => id).filter((id) => order.includes(id ?? ''))).toEqual(order);
  });

  it('offers every unit, with the id that intake reads back', () => {
    expect(byId.get('unit')?.attributes.options).toEqual([
      '婺城分局（wucheng）',
      '金东分局（jindong）',
      '法制处（fazhi）',
      '城管服务中心（chengguan）',
      '站前管理中心（zhanqian）',
    ]);
  });

  it("keeps GitHub's syntax: known types, ids and labels once each, options as that type wants them", () => {
    const asked = form.body.filter(({ type }) => type !== 'markdown');
    for (const { type, id, attributes } of asked) {
      expect(['input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
      expect(id).toMatch(/^[a-z_]+$/);
      if (type === 'dropdown') expect(attributes.options?.every((option) => typeof option === 'string')).toBe(true);
      if (type === 'checkboxes') expect(attributes.options).toContainEqual(expect.objectContaining({ label: expect.any(String) }));
    }
    expect(new Set(asked.map(({ id }) => id)).size).toBe(asked.length);
    expect(new Set(asked.map(({ attributes }) => attributes.label)).size).toBe(asked.length);
  });

  /** Where in an item each answer goes; what isn't front matter is the text, the pictures, the folder and what was declared. */
  const GOES: Record<string, string> = {
    ...{ submitter: 'submitter', unit: '文件夹', title: 'title', event_date: 'event_date', category: 'category', text: '正文' },
    ...{ pictures: '图片', channels: 'channels', source: 'source', secrecy: 'secrecy_review', declarations: '声明', remarks: 'remarks' },
  };

  it('asks for everything that the front matter can’t do without, in the same words', () => {
    const asked = form.body.flatMap(({ id }) => id ?? []);
    expect(asked).toEqual(Object.keys(GOES));
    const { required } = JSON.parse(files['.github/front-matter.schema.json'] as string) as { required: string[] };
    // The day of the submission is the issue's own.
    expect(required.filter((key) => !Object.values(GOES).includes(key))).toEqual(['submitted_at']);
    for (const [id, key] of Object.entries(GOES))
      if (required.includes(key) && id !== 'channels') expect([id, byId.get(id)?.validations?.required]).toEqual([id, true]);
    expect(byId.get('category')?.attributes.options).toEqual([...CATEGORIES]);
    expect(byId.get('channels')?.attributes.options).toEqual(['网站', '微信', '微博'].map((label) => ({ label })));
    for (const [id, key] of Object.entries(GOES))
      if (FIELDS[key] && !['secrecy', 'category'].includes(id)) expect(byId.get(id)?.attributes.label).toBe(FIELDS[key].name);
  });

  it('carries a label that exists', () => {
    const labels = parse(files['.github/labels.yml'] as string) as { name: string; color: string; description: string }[];
    expect(labels.map(({ name }) => name)).toContain('报送');
    for (const { color, description } of labels) {
      expect(color).toMatch(/^[0-9a-f]{6}$/);
      expect(description.length).toBeLessThanOrEqual(100);
    }
  });
});

describe("the editor's schema of the front matter", () => {
  const schema = JSON.parse(files['.github/front-matter.schema.json'] as string) as {
    properties: Record<string, { title?: string; description?: string }>;
  };
  const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
  const good = {
    title: '示例',
    submitter: 'lisi',
    submitted_at: '2026-11-24 09:30',
    event_date: '2026-11-23',
    category: '工作动态',
    channels: ['website'],
    secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '可公开' },
    images: { 'map.jpg': { kind: 'map', review_no: '示例审图号' } },
  };

  it('passes everything at once that the contract names', () => {
    const full = {
      ...good,
      category: '转发',
      basis: { kind: '上级要求', by: '示例厅', document: '示函〔2026〕1号', date: '2026-11-20', law: '示例' },
      channels: ['website', 'wechat', 'weibo'],
      summary: '摘要',
      cover: 'cover.jpg',
      source: { name: '示例网', url: 'https://www.example.gov.cn/a', published_at: '2026-11-22' },
      unit_review: { by: 'zhouyi', at: '2026-11-23 10:00', scan: 'unit-review.jpg' },
      joint_units: ['jindong'],
      publish_after: '2026-11-24 18:00',
      publish_until: '2026-12-31',
      waivers: [{ rule: 'pii/phone', match: '12345', reason: '公开的服务热线电话' }],
      correction: { kind: '文字', note: '更正一字' },
      withdraw: { kind: 'error', reason: '内容有误', since: '2026-11-25 16:02' },
      remarks: '备注',
    };
    expect(valid(full), JSON.stringify(valid.errors)).toBe(true);
  });

  it('passes a plain item', () => expect(valid(good), JSON.stringify(valid.errors)).toBe(true));

  it.each([
    ['a key nobody knows', { ...good, urgent: true }],
    ["a category that Art. 7 doesn't have", { ...good, category: '新闻' }],
    ["a channel that isn't one of the three", { ...good, channels: ['douyin'] }],
    ['a missing secrecy review', { ...good, secrecy_review: undefined }],
    ['a day that no calendar has', { ...good, event_date: '2026-13-40' }],
    ['a day with slashes', { ...good, event_date: '2026/11/23' }],
    ['a time without minutes', { ...good, submitted_at: '2026-11-24 9' }],
    ['a day of the secrecy review in words', { ...good, secrecy_review: { ...good.secrecy_review, date: '昨天' } }],
    ['a channel named twice', { ...good, channels: ['website', 'website'] }],
    ['no channel', { ...good, channels: [] }],
    ['a number for a title', { ...good, title: 1 }],
    ['an unknown key further in', { ...good, secrecy_review: { ...good.secrecy_review, phone: '1' } }],
    ["a picture that isn't a JPEG", { ...good, images: { 'a.png': {} } }],
  ])('marks %s', (_, frontMatter) => expect(valid(JSON.parse(JSON.stringify(frontMatter)))).toBe(false));

  it('explains every key in Chinese, those further in too', () => {
    type Place = {
      title?: string;
      description?: string;
      properties?: Record<string, Place>;
      items?: Place;
      additionalProperties?: unknown;
    };
    const silent = (properties: Record<string, Place>, above: string): string[] =>
      Object.entries(properties).flatMap(([key, place]) => {
        const path = `${above}${key}`;
        const inner = [place, place.items, place.additionalProperties].map((one) => (one as Place | undefined)?.properties ?? {});
        const named = /\p{Script=Han}/u.test(place.title ?? '') && /\p{Script=Han}/u.test(place.description ?? '');
        return [...(named ? [] : [path]), ...inner.flatMap((below) => silent(below, `${path}.`))];
      });
    expect(silent(schema.properties, '')).toEqual([]);
  });
});
