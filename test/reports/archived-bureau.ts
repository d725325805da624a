import { purge, purgedAt } from '#pipeline/acts/purge.ts';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { eventsOf, write } from '#pipeline/ledger/ledger.ts';
import { gitTrust } from '#pipeline/verify/publisher.ts';
import { type Bureau, FOLDER, grownBureau, ITEM, itemText, SITE } from '../bureau.ts';
import { smallJpeg } from '../jpeg-fixture.ts';

export const RULES = `archive:
  fonds: X001
  number: '{fonds}-WS·{year}-{period}-{unit}-{count}'
  retention:
    - {categories: [工作动态], period: 10年, clause: 示例表第 8.3 条}
    - {categories: [重要事项公布], period: 永久, clause: 示例表第 1.1 条}
`;
/** Said of the item that is taken back for secrecy, and of nothing else. */
export const SECRET_WORDS = ['2026-11-23-hidden', '不该公开的标题', '不该公开的正文', 'hidden.jpg', '不该公开的理由'];
export const OPEN_TITLE = '示例:“街道”整治 a*b?c|d\\e';
const OLD = '---\ntitle: 示例旧闻\ndate: 2019-03-14\nold_url: https://old.example.gov.cn/a\ntaken_over: 2026-11-24\n---\n\n正文一段。\n';
const other = (slug: string): string => `wucheng/2026-11-23-${slug}`;
const pictured = 'images: {street.jpg: {kind: photo, credit: 示例}}';
const body = '正文一段，见[示例](https://www.example.gov.cn/)。\n\n![巡查街道](street.jpg)\n\n| 甲 | 乙 |\n|--|--|\n| 一 | 二 |';

/** Says that the page of an item's newest text is out. */
async function confirm({ publisher }: Bureau, ...items: string[]): Promise<void> {
  const { store, ledgers, now } = await publisher();
  const ledger = await ledgers.load();
  const drafts = items.map((item) => {
    const {
      seq: _,
      prev: __,
      version: ___,
      signature: ____,
      ...event
    } = eventsOf(ledger, item).findLast(({ kind }) => kind === 'intent') as LedgerEvent;
    return { event: { ...event, kind: 'confirmed' as const, remote: { id: item, url: `${SITE}/${item}/` } } };
  });
  await write(store, ledger, drafts, '登记', await now());
}

/**
 * A bureau of 2026: one item corrected, one taken back and then purged for privacy, one never published, one taken back for secrecy and
 * purged. Six forms, a settings change, and one page of 历史信息.
 */
export const archivedBureau = (rules = RULES): Promise<Bureau> =>
  grownBureau('archived', { policy: rules }, async (bureau) => {
    const gone = other('gone');
    const hidden = other('hidden');
    const front = (item: string): string => `content/items/${item}/index.md`;
    await bureau.publish({
      [`${FOLDER}/index.md`]: itemText({ title: OPEN_TITLE, lines: [pictured], body }),
      [`${FOLDER}/street.jpg`]: smallJpeg(),
    });
    await bureau.publish({
      [front(hidden)]: itemText({
        title: '不该公开的标题',
        lines: [pictured.replace('street', 'hidden')],
        body: '不该公开的正文\n\n![图](hidden.jpg)',
      }),
      [`content/items/${hidden}/hidden.jpg`]: Buffer.concat([smallJpeg(), Buffer.from('hidden')]),
    });
    await bureau.publish({ [front(gone)]: itemText({ title: '有个人信息的' }) });
    await bureau.publish({ [front(other('alone'))]: itemText({ title: '没有发布的' }).replace('工作动态', '重要事项公布') });
    await bureau.approve();
    await confirm(bureau, ITEM, hidden, gone);
    await bureau.publish({
      [`${FOLDER}/index.md`]: itemText({
        title: OPEN_TITLE,
        lines: [pictured, 'correction: {kind: 文字, note: 改一字}'],
        body: `改过的${body}`,
      }),
    });
    await bureau.publish(
      {
        [front(hidden)]: itemText({
          title: '不该公开的标题',
          lines: ['withdraw: {kind: secrecy, reason: 不该公开的理由}'],
          body: '不该公开的正文',
        }),
      },
      { reviewers: ['zhengsi', 'fengliu'] },
    );
    await bureau.approve();
    await confirm(bureau, ITEM);
    for (const [item, kind] of [
      [gone, 'privacy'],
      [hidden, 'secrecy'],
    ] as const) {
      const publisher = await bureau.publisher('fengliu');
      await publisher.git.fetch(['+refs/heads/main:refs/remotes/origin/main']);
      await purge(
        publisher,
        gitTrust(publisher.git),
        { what: [purgedAt(item)], kind, decision: `示例〔2026〕${kind === 'privacy' ? 1 : 2} 号` },
        bureau.key,
      );
    }
    await bureau.publish({ 'content/policy.yml': `order: any\n${bureau.policy}` }, { reviewers: ['zhengsi', 'fengliu'] });
    await bureau.approve();
    // What was taken over from an old site has no form: it is in no package, and stops none.
    await bureau.publish({ 'content/history/2019/2019-03-14-a1/index.md': OLD }, { reviewers: ['zhengsi', 'fengliu'] });
    await bureau.approve();
  });
