import { describe, expect, it, onTestFinished } from 'vitest';
import { type Git, openGit } from '#pipeline/forge/git.ts';
import { gitText } from '#pipeline/forge/git-process.ts';
import type { Channel } from '#pipeline/item/front-matter-schema.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { approvedItem } from '#pipeline/publish/approved-text.ts';
import type { LedgerEvent } from '#pipeline/publish/event.ts';
import { foldItem, type ItemState, releaseOf } from '#pipeline/publish/fold.ts';
import { knownBy } from '#pipeline/publish/known-by.ts';
import type { Settings } from '#pipeline/publish/settings-version.ts';
import { renderItem } from '#pipeline/render/render-item.ts';
import { folderOf } from '../folder.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { itemText } from './bureau.ts';

const ORGANISATION = 'people: {lisi: {name: 李四}}\nunits: {wucheng: {name: 婺城分局, kind: county, route: A}}\nposts: []\n';
const SETTINGS = {
  organisation: readOrganisation(ORGANISATION, 'content/organisation.yml'),
  policy: policySchema.parse({ site: { url: 'https://www.example.gov.cn/' }, channels: { weibo: { mode: 'open' } } }),
} as Settings;

const picture = ['cover: street.jpg', 'images: {street.jpg: {kind: ai}}'];
/** Texts of which a post on a network can be made in different ways, by the last word of their items' ids. */
const TEXTS = {
  plain: itemText(),
  corrected: itemText({ lines: ['correction: {kind: 文字, note: 第二段的日期改为 11 月 23 日。}'] }),
  unsummed: itemText().replace(/summary: .*\n/, ''),
  topic: itemText().replace('示例摘要。', '示例 #话题# 摘要。'),
  made: itemText({ lines: picture, body: '正文一段。\n\n![街面](street.jpg)' }),
};
type Name = keyof typeof TEXTS;
const idOf = (name: Name): string => `wucheng/2026-11-23-${name}`;

/** A repository with all the texts in one commit. */
async function repository(): Promise<{ git: Git; commit: string }> {
  const files = Object.entries(TEXTS).map(([name, text]) => [`content/items/${idOf(name as Name)}/index.md`, text] as const);
  const root = folderOf({ ...Object.fromEntries(files), [`content/items/${idOf('made')}/street.jpg`]: smallJpeg() });
  await gitText(root, ['init', '--quiet', '--initial-branch=main']);
  await gitText(root, ['add', '--all']);
  await gitText(root, ['-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--quiet', '--message=x']);
  const git = await openGit(root);
  onTestFinished(() => git.close());
  return { git, commit: (await git.resolve('HEAD')) ?? '' };
}

/** An item that is being taken back, and what it is known by. */
async function takenBack({ git, commit }: { git: Git; commit: string }, name: Name, channel: Channel, seen: boolean) {
  const item = idOf(name);
  const tree = (await git.idAt(commit, `content/items/${item}`)) ?? '';
  const of = { version: 1, item, revision: 1, tree, mergeSha: commit, digest: 'sha256:0', at: '2026-11-24T10:00:00+08:00' };
  const kinds = ['approval', 'intent', ...(seen ? ['confirmed'] : []), 'withdraw-intent'];
  const events = kinds.map((kind, seq) => ({ ...of, kind, seq, ...(kind === 'approval' ? {} : { channel }) }) as unknown as LedgerEvent);
  const state: ItemState = foldItem(item, events);
  const found = await knownBy(git, state, releaseOf(state, channel, 1), SETTINGS);
  return { payload: found?.payload ?? null, rendered: renderItem(await approvedItem(git, events[0] as LedgerEvent), channel, SETTINGS) };
}

describe('what is taken back is known without rendering', () => {
  it('by the title and the address that its rendered text has', async () => {
    const at = await repository();
    for (const name of Object.keys(TEXTS) as Name[]) {
      for (const channel of ['website', 'wechat', 'weibo'] as const) {
        const { payload, rendered } = await takenBack(at, name, channel, true);
        expect(payload).toMatchObject({ item: idOf(name), channel, title: rendered.title, sourceUrl: rendered.sourceUrl });
      }
    }
  });

  it('on Weibo by the words of its post, and not at all where they hang on a picture of a machine’s and nobody has seen the post', async () => {
    const at = await repository();
    for (const name of ['plain', 'corrected', 'unsummed', 'topic'] as const) {
      const { payload, rendered } = await takenBack(at, name, 'weibo', false);
      expect([name, payload?.content]).toEqual([name, rendered.content]);
    }
    const { payload, rendered } = await takenBack(at, 'made', 'weibo', false);
    expect(rendered.content).toContain('AI生成');
    expect(payload).toBeNull();
    expect((await takenBack(at, 'made', 'weibo', true)).payload).not.toBeNull();
  });
});
