import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { blobId } from '#pipeline/item/git-ids.ts';
import { historyFolderOf, historyYearOf, parseHistoryPath } from '#pipeline/item/history/history.ts';
import { readItem } from '#pipeline/item/item.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { smallJpeg } from '../../jpeg-fixture.ts';
import { organisation } from '../../review/evidence-builder.ts';

const FOLDER = 'content/history/2019/2019-03-14-a1';

const PATHS: [path: string, id: string | null][] = [
  [FOLDER, 'history/2019/2019-03-14-a1'],
  ['content/history/2018/2019-03-14-a1', null],
  ['content/history/2019/2019-02-30-a1', null],
  ['content/history/2019/2019-03-14-A1', null],
  ['content/history/2019', null],
  [`${FOLDER}/x`, null],
  ['content/items/history/2019-03-14-a1', null],
  ['content/history/2019/../2019-03-14-a1', null],
];

const folder = (front: string, { body = '示例正文。', files = {} }: { body?: string; files?: Record<string, Uint8Array> } = {}) => ({
  path: FOLDER,
  files: Object.entries({ 'index.md': Buffer.from(`---\n${front}\n---\n\n${body}\n`), ...files }).map(([path, bytes]) => ({
    path,
    bytes,
    mode: '100644',
    id: blobId(bytes),
  })),
});

const GOOD = 'title: 示例旧闻\ndate: 2019-03-14\nold_url: https://old.example.gov.cn/a.html\ntaken_over: 2026-11-24';

const BAD: [title: string, front: string, says: RegExp][] = [
  ['no date', GOOD.replace('date: 2019-03-14\n', ''), /缺少原发布日期（date）/],
  ['a date that doesn’t exist', GOOD.replace('2019-03-14', '2019-02-30'), /原发布日期（date）写得不对/],
  ['an old address that is none', GOOD.replace('https://old', 'javascript:old'), /原地址（old_url）写得不对/],
  ['a key of an ordinary item', `${GOOD}\nchannels: [wechat]`, /不认识的项 channels.*这里只写 title、date、old_url/],
  ['a result of a review', `${GOOD}\napproved_by: fengliu`, /审核或发布的结果 approved_by/],
  ['a waiver', `${GOOD}\nwaivers: []`, /不认识的项 waivers/],
  ['a picture that isn’t there', `${GOOD}\npictures: [1.jpg]`, /文首列的图片和文件夹里的不一样/],
];

const context = { organisation: organisation as never, policy: policySchema.parse({}), now: '2026-11-24T10:00:00+08:00' };
const messages = (text: Parameters<typeof checkItem>[0]): string =>
  checkItem(text, context)
    .findings.map(({ message }) => message)
    .join('\n');

describe('历史信息', () => {
  it.each(PATHS)('has the path %s for %s', (path, id) => expect(parseHistoryPath(path)?.id ?? null).toBe(id));

  it('is found by its files, and by its year', () => {
    expect(historyFolderOf(`${FOLDER}/1.jpg`)).toBe(FOLDER);
    expect(historyFolderOf('content/history/README.md')).toBeNull();
    expect(historyYearOf(`${FOLDER}/1.jpg`)).toBe('content/history/2019');
    expect(historyYearOf('content/history/2019')).toBe('content/history/2019');
    expect(historyYearOf('content/history/20190/x')).toBeNull();
  });

  it('says what the old site said, and is for the website alone', () => {
    const { item, problems } = readItem(folder(`${GOOD}\npictures: [1.jpg]`, { files: { '1.jpg': smallJpeg() } }));
    expect(problems).toEqual([]);
    expect(item).toMatchObject({ history: { date: '2019-03-14' }, frontMatter: { channels: ['website'], event_date: '2019-03-14' } });
  });

  it.each(BAD)('with %s is an error in its own words', (_, front, says) => {
    expect(readItem(folder(front)).item).toBeNull();
    expect(messages(folder(front))).toMatch(says);
  });

  it('with a picture that its front matter doesn’t list is an error', () =>
    expect(messages(folder(GOOD, { files: { '1.jpg': smallJpeg() } }))).toMatch(/文首列的图片/));

  it('is asked by today’s rules, but not for the seven days, a submitter or a secrecy review', () =>
    expect(checkItem(folder(GOOD, { body: '执法队员到示例路段开展巡查。' }), context).findings).toEqual([]));

  it('has its errors, which nothing waives; its warnings are for those who sign the list', () => {
    const { findings } = checkItem(folder(GOOD, { body: '联系人手机13812345678，车辆浙G12345违停。' }), context);
    expect(findings.map(({ rule, severity, waived }) => [rule, severity, waived])).toEqual([
      ['pii/phone', 'error', false],
      ['pii/plate', 'warning', true],
    ]);
  });

  it('takes an address with a long number for no number of a person', () =>
    expect(messages(folder(GOOD.replace('a.html', 't20190314_13812345678.html')))).toBe(''));
});
