import { describe, expect, it } from 'vitest';
import type { ReadMail } from '#pipeline/intake/mail/read-mail.ts';
import { draftsOfMail } from '#pipeline/intake/mailbox/mail-draft.ts';
import type { Arrival, Made } from '#pipeline/intake/mailbox/take-mail.ts';
import { readFrontMatter } from '#pipeline/item/front-matter/front-matter.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { samplePicture } from '#pipeline/sandbox/sample-picture.ts';
import { ORGANISATION } from '../../bureau.ts';
import { par, picture as picturePart, row, run, table, wordFile } from '../word/word-file.ts';

const organisation = readOrganisation(ORGANISATION, 'content/organisation.yml');
const make = draftsOfMail(organisation);
const SENDER = { address: 'lisi@example.gov.cn', name: '李四（示例）', person: 'lisi', unit: 'wucheng' };
const TEXT = '示例分局整治沿街店铺\n11月23日，婺城分局开展整治，劝导占道经营6起。';

const file = (name: string, content: string | Uint8Array, inline = false) => ({
  ...{ name, inline, type: 'application/octet-stream' },
  bytes: typeof content === 'string' ? Buffer.from(content) : content,
});
const picture = async (name: string, inline = false) => file(name, await samplePicture({ seed: 3, gps: false }), inline);

const mail = (part: Partial<ReadMail>): ReadMail => ({
  ...{ key: '<1@example.gov.cn>', digest: 'sha256:0', from: null, subject: '报送', date: null, answers: [], headers: [], report: [] },
  ...{ body: '', quoted: '', hidden: '', files: [] },
  ...part,
});
const arrival = (part: Partial<ReadMail>, present: Arrival['present'] = null): Arrival => ({
  ...{ mail: mail(part), sender: SENDER, at: '2026-11-24T09:30:00+08:00', key: 'mail-1', present },
});

const drafted = (made: Made): Extract<Made, { kind: 'draft' }> => {
  if (made.kind !== 'draft') throw new Error(JSON.stringify(made));
  return made;
};
const indexOf = (made: Made): string =>
  Buffer.from(drafted(made).files.find(({ path }) => path.endsWith('/index.md'))?.bytes ?? '').toString('utf8');
const kindsOf = (made: Made): string[] => drafted(made).report.map(({ kind }) => kind);

/** The item that a mail made, as an answer finds it. */
async function present(part: Partial<ReadMail>): Promise<NonNullable<Arrival['present']>> {
  const { files } = drafted(await make(arrival(part)));
  const folder = files[0]?.path.replace(/\/index\.md$/, '') ?? '';
  return { folder, edited: false, files: files.flatMap(({ path, bytes }) => (bytes === null ? [] : [{ path, bytes }])) };
}

describe('a mail', () => {
  it('is the text itself where no text is attached, with its pictures', async () => {
    const made = await make(arrival({ body: TEXT, files: [await picture('执法队员向经营户说明要求.jpg')] }));
    expect(drafted(made)).toMatchObject({ title: '示例分局整治沿街店铺', missing: ['category', 'channels', 'secrecy_review'] });
    expect(indexOf(made)).toContain('![执法队员向经营户说明要求](picture-1.jpg)');
    expect(readFrontMatter(Buffer.from(indexOf(made))).raw).toMatchObject({ submitter: 'lisi', event_date: '2026-11-23' });
  });

  it('is a cover note where one is attached, and that is told', async () => {
    const word = wordFile({ body: par(run('示例分局整治沿街店铺')) + par(run('11月23日，婺城分局开展整治，劝导占道经营6起。')) });
    const made = await make(arrival({ body: '您好，现报送信息一篇。', files: [file('整治.docx', word), await picture('logo.jpg', true)] }));
    expect(indexOf(made)).not.toContain('现报送');
    expect(kindsOf(made)).toEqual(['inline-picture', 'cover-note']);
  });

  it.each<[string, Partial<ReadMail>]>([
    ['its subject', { subject: '【机密】', body: TEXT }],
    ['what it quotes', { body: TEXT, quoted: '机密★1年' }],
    ['what nobody sees', { body: TEXT, hidden: '密级：秘密' }],
    ['the name of a file', { body: TEXT, files: [file('机密★.txt', TEXT)] }],
    ['an attached text', { files: [file('a.txt', `秘密★6个月\n${TEXT}`)] }],
  ])('is stopped by a mark in %s', async (_, part) =>
    expect(await make(arrival(part))).toMatchObject({ kind: 'stopped', mark: { kind: '密级标志' } }),
  );

  it.each<[string, Partial<ReadMail>, string]>([
    ['with two texts', { files: [file('a.txt', TEXT), file('b.txt', `${TEXT}二`)] }, '应一事一稿'],
    ['with nothing', { body: '' }, '没有正文'],
    ['with a text that can’t be read', { files: [file('a.docx', 'PK\u0003\u0004')] }, 'a.docx：'],
  ])('%s is refused with a sentence', async (_, part, said) => {
    const made = await make(arrival(part));
    expect(made.kind === 'refused' ? made.reasons.join() : JSON.stringify(made)).toContain(said);
  });

  it('greets, and its old .doc is refused: the greeting is no text', async () => {
    const files = [file('整治.doc', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]))];
    const made = await make(arrival({ body: '您好，现报送信息一篇，请审核。谢谢！', files }));
    expect(made).toMatchObject({ kind: 'refused', reasons: [expect.stringContaining('整治.doc：是旧格式')] });
  });

  const REMOTE = { kind: 'remote-attachment', place: '邮件正文', quote: '稿件.zip' } as const;
  const PASSED_ON = { kind: 'quoted-mail', place: '转发的邮件“稿件”', quote: '见附件' } as const;
  it.each<[string, Partial<ReadMail>, string]>([
    ['its .rar', { files: [file('稿件.rar', 'Rar!\u001a\u0007')] }, '稿件.rar：是 RAR'],
    ['its .7z', { files: [file('稿件.7z', new Uint8Array([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]))] }, '稿件.7z：是 RAR、7z'],
    ['its .bmp', { files: [file('稿件.bmp', 'BM')] }, '稿件.bmp：是 BMP'],
    ['its link', { report: [REMOTE] }, '下载链接'],
    ['a link alone', { body: '', report: [REMOTE] }, '下载链接'],
    ['a mail passed on without a file', { report: [PASSED_ON] }, '没有收得下的文稿'],
  ])('points to what it brings, and %s is answered with one sentence', async (_, part, said) => {
    const made = await make(arrival({ body: '您好，稿件见附件，请查收。', ...part }));
    expect(made).toEqual({ kind: 'refused', reasons: [expect.stringContaining(said)] });
  });

  it('points to a mail that is attached, and that is the text', async () => {
    const inner = `From: a@example.gov.cn\r\nSubject: 稿件\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${TEXT}`;
    const made = await make(arrival({ body: '您好，稿件见附件，请查收。', files: [file('稿件.eml', inner)] }));
    expect(indexOf(made)).toContain('劝导占道经营6起');
    expect(indexOf(made)).not.toContain('请查收');
  });

  it('is the text where nothing but a form is attached', async () => {
    const rows = [row('报送人', '李四'), row('报送单位', '婺城分局'), row('标题', '示例分局整治沿街店铺'), row('信息内容', '见邮件')];
    const made = await make(arrival({ body: TEXT.repeat(3), files: [file('审核单.docx', wordFile({ body: table(...rows) }))] }));
    expect(drafted(made).title).toBe('示例分局整治沿街店铺');
    expect(kindsOf(made)).not.toContain('cover-note');
  });

  it('tells fields of the text that is attached; the rest of it is quoted', async () => {
    const body = '您好。\n信息类别：工作动态\n发布渠道：网站';
    const made = await make(arrival({ body, files: [file('整治.txt', TEXT)] }));
    expect(readFrontMatter(Buffer.from(indexOf(made))).raw).toMatchObject({ category: '工作动态', channels: ['website'] });
    expect(drafted(made).report).toMatchObject([{ kind: 'cover-note', quote: '您好。' }]);
  });

  it.each<[string, Partial<ReadMail>]>([
    ['the name of a picture in the letter', { files: [file('机密★1年.png', 'x', true)] }],
    ['the name of a large file', { report: [{ kind: 'remote-attachment', place: '邮件正文', quote: '机密★1年.zip' }] }],
    ['one of two names', { files: [file('绝密.jpg', 'x'), file('秘密.jpg', 'x')] }],
  ])('is stopped by a mark in %s', async (_, part) =>
    expect(await make(arrival({ body: TEXT, ...part }))).toMatchObject({ kind: 'stopped' }),
  );

  it('tells of what else came with it and wasn’t taken', async () => {
    const made = await make(arrival({ body: TEXT, files: [file('a.rar', 'Rar!\u001a\u0007')] }));
    expect(drafted(made).report.map(({ kind, place }) => [kind, place])).toEqual([['attachment', '附件 a.rar']]);
  });
});

describe('an answer', () => {
  const FIELDS = '信息类别：工作动态\n发布渠道：网站、微信\n保密审查：周一，11月23日，可公开';

  it('fills in what was asked, and nothing that stands already', async () => {
    const before = await present({ body: TEXT, files: [await picture('p.jpg')] });
    const first = await make(arrival({ body: `${FIELDS}\n图片说明（picture-1.jpg）：执法队员在现场` }, before));
    expect(drafted(first)).toMatchObject({ missing: [], report: [] });
    expect(readFrontMatter(Buffer.from(indexOf(first))).problems).toEqual([]);
    expect(indexOf(first)).toContain('![执法队员在现场](picture-1.jpg)');
    const again = await make(arrival({ body: '信息类别：业务宣传' }, { ...before, files: drafted(first).files as typeof before.files }));
    expect(indexOf(again)).toContain('category: 工作动态');
  });

  it('adds pictures under names that are free, and tells what it didn’t understand', async () => {
    const before = await present({ body: TEXT, files: [await picture('a.jpg')] });
    const made = await make(arrival({ body: '谢谢！', files: [await picture('经营户把物品搬进店内.jpg')] }, before));
    expect(drafted(made).files.map(({ path }) => path.slice(before.folder.length))).toEqual(['/index.md', '/picture-2.jpg']);
    expect(indexOf(made)).toMatch(/!\[待填\]\(picture-1\.jpg\)\n\n!\[经营户把物品搬进店内\]\(picture-2\.jpg\)\n$/);
    expect(kindsOf(made)).toEqual(['unread-line']);
    expect(drafted(made).missing).toContain('caption:picture-1.jpg');
  });

  it('with a new text puts it into the same folder, with what had been filled in and the pictures there', async () => {
    const before = await present({ body: TEXT, files: [await picture('执法队员向经营户说明要求.jpg')] });
    const filled = await make(arrival({ body: FIELDS }, before));
    const now = { ...before, files: [...(drafted(filled).files as typeof before.files), ...before.files.slice(1)] };
    const made = await make(arrival({ files: [file('改.txt', `${TEXT}\n整治还在继续。`)] }, now));
    expect(indexOf(made)).toContain('整治还在继续。\n\n![执法队员向经营户说明要求](picture-1.jpg)');
    expect(indexOf(made)).toContain('category: 工作动态');
    expect(drafted(made).report.map(({ place }) => place)).toEqual(['全文', '原来的保密审查不再算数，要对新的文稿重新做']);
    expect(drafted(made).missing).toEqual(['secrecy_review']);
  });

  /** An item as somebody has filled it in further: lines of its front matter are added. */
  const withLines = (before: NonNullable<Arrival['present']>, lines: string, more: string[] = []): NonNullable<Arrival['present']> => ({
    ...before,
    files: [
      ...before.files.map(({ path, bytes }) =>
        path.endsWith('index.md')
          ? { path, bytes: Buffer.from(bytes).toString('utf8').replace('\n---\n', `\n${lines}\n---\n`) }
          : { path, bytes },
      ),
      ...more.map((name) => ({ path: `${before.folder}/${name}`, bytes: 'x' })),
    ],
  });
  const REVIEWED = 'unit_review: {by: zhouyi, at: 2026-11-24 10:00, scan: unit-review.jpg}';
  const rawOf = (made: Made) => readFrontMatter(Buffer.from(indexOf(made))).raw;
  const placesOf = (made: Made): string[] => drafted(made).report.map(({ place }) => place);
  const goneOf = (made: Made): string[] =>
    drafted(made).files.flatMap(({ path, bytes }) => (bytes === null ? [path.split('/').at(-1) ?? ''] : []));

  it('with a new text keeps what was said of pictures, and drops the reviews of the old one with its scan', async () => {
    const before = withLines(
      await present({ body: TEXT, files: [await picture('p.jpg')] }),
      `${REVIEWED}\nimages: {picture-1.jpg: {kind: photo}}\nremarks: 急\nwaivers: [{rule: W1, match: 一, reason: 二}]`,
      ['unit-review.jpg'],
    );
    const made = await make(arrival({ files: [file('改.txt', `${TEXT}\n整治还在继续。`)] }, before));
    expect(rawOf(made)).toMatchObject({
      ...{ unit_review: { by: '待填', at: '待填' }, images: { 'picture-1.jpg': { kind: 'photo' } }, cover: 'picture-1.jpg', remarks: '急' },
      waivers: [{ rule: 'W1' }],
    });
    expect(goneOf(made)).toEqual(['unit-review.jpg']);
    expect(placesOf(made)).toEqual(['全文', '原来的单位审核不再算数，要对新的文稿重新做', '原来的审核单 unit-review.jpg 不再用']);
    expect(drafted(made).missing).toEqual(expect.arrayContaining(['unit_review', 'secrecy_review', 'caption:picture-1.jpg']));
  });

  it('with a new text and its own pictures tells which go', async () => {
    const before = await present({ body: TEXT, files: [await picture('a.jpg'), await picture('b.jpg')] });
    const made = await make(arrival({ files: [file('改.txt', `${TEXT}\n续。`), await picture('c.jpg')] }, before));
    expect(goneOf(made)).toEqual(['picture-2.jpg']);
    expect(placesOf(made)).toEqual(['全文', '原来的图片 picture-1.jpg 不再用', '原来的图片 picture-2.jpg 不再用']);
  });

  it('with a new text is refused where somebody has edited the item; fields go on', async () => {
    const before = { ...(await present({ body: TEXT })), edited: true };
    const made = await make(arrival({ files: [file('改.txt', `${TEXT}\n续。`)] }, before));
    expect(made).toMatchObject({ kind: 'refused', reasons: [expect.stringContaining('已有人在稿件里改过')] });
    expect(rawOf(await make(arrival({ body: FIELDS }, before)))).toMatchObject({ category: '工作动态' });
  });

  it.each<[string, Partial<ReadMail>]>([
    ['fields', { body: FIELDS }],
    ['a new text', { files: [file('改.txt', TEXT)] }],
  ])('with %s adds nothing to an item whose front matter can’t be read', async (_, part) => {
    const before = withLines(await present({ body: TEXT }), 'title: [');
    expect(await make(arrival(part, before))).toMatchObject({ kind: 'refused', reasons: [expect.stringContaining('文首读不出来')] });
  });

  it('settles what was asked: by the new text, or by as many pictures as were missing', async () => {
    const changed = run('11月23日，婺城分局开展整治。', '<w:b/><w:rPrChange w:id="1"/>');
    const word = wordFile({ body: par(run('示例分局整治沿街店铺')) + par(changed) + par(picturePart('rId9')) });
    const before = await present({ files: [file('整治.docx', word)] });
    const unsettledIn = (made: Made) => readFrontMatter(Buffer.from(indexOf(made))).raw?.unsettled;
    const asked = [expect.stringContaining('第2段：修订'), expect.stringContaining('图片在文件里找不到')];
    expect(unsettledIn(await make(arrival({ body: '信息类别：工作动态' }, before)))).toEqual(asked);
    expect(unsettledIn(await make(arrival({ body: '图片补上', files: [await picture('现场.jpg')] }, before)))).toEqual(asked.slice(0, 1));
    expect(unsettledIn(await make(arrival({ files: [file('改.txt', TEXT)] }, before)))).toBeUndefined();
  });

  it('that changes the body asks for the unit’s review anew; fields don’t', async () => {
    const before = withLines(await present({ body: TEXT, files: [await picture('p.jpg')] }), REVIEWED, ['unit-review.jpg']);
    expect(rawOf(await make(arrival({ body: FIELDS }, before)))).toMatchObject({ unit_review: { by: 'zhouyi' } });
    const made = await make(arrival({ body: '图片说明（picture-1.jpg）：执法队员在现场' }, before));
    expect(rawOf(made)).toMatchObject({ unit_review: { by: '待填', at: '待填', scan: 'unit-review.jpg' } });
  });

  it('with the picture of a signed form puts it beside the unit’s review, and nowhere else', async () => {
    const before = await present({ body: TEXT });
    const files = [await picture('信息审核单.jpg')];
    const none = await make(arrival({ files }, before));
    expect([kindsOf(none), drafted(none).files.length]).toEqual([['picture-scan'], 1]);
    const made = await make(arrival({ files }, withLines(before, 'unit_review: {by: 待填, at: 待填}')));
    expect(drafted(made).files.map(({ path }) => path.split('/').at(-1))).toEqual(['index.md', 'unit-review.jpg']);
    expect(rawOf(made)).toMatchObject({ unit_review: { scan: 'unit-review.jpg' } });
    expect(indexOf(made)).not.toContain('![');
  });

  it('tells what of it isn’t used: other values, unknown pictures, pictures in the letter', async () => {
    const before = await present({ body: `${TEXT}` });
    const filled = await make(arrival({ body: FIELDS }, before));
    const now = { ...before, files: drafted(filled).files as typeof before.files };
    const body = `信息类别：工作动态\n信息类别：业务宣传\n图片说明（picture-9.jpg）：某人`;
    const made = await make(arrival({ body, files: [await picture('logo.jpg', true)] }, now));
    expect(drafted(made).report.map(({ kind, quote }) => [kind, quote])).toEqual([
      ['unread-line', '信息类别：业务宣传'],
      ['unread-line', '图片说明（picture-9.jpg）：某人'],
      ['inline-picture', 'logo.jpg'],
    ]);
  });

  it('that is the form alone fills in what was asked, and tells of its opinions', async () => {
    const cell = (words: string): string => `<w:tc>${par(run(words))}</w:tc>`;
    const rows = [
      ['报送人', '李四（示例）'],
      ['标题', '另一个标题'],
      ['拟发布渠道', '微信☑ 网站√'],
      ['办公室审核', '同意'],
      ['备注', '急'],
    ];
    const table = `<w:tbl>${rows.map((row) => `<w:tr>${row.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`;
    const made = await make(arrival({ files: [file('单.docx', wordFile({ body: table }))] }, await present({ body: TEXT })));
    expect(rawOf(made)).toMatchObject({ channels: ['website', 'wechat'], remarks: '急', title: '示例分局整治沿街店铺' });
    expect(drafted(made).report).toMatchObject([{ kind: 'unread-line', quote: '标题：另一个标题' }, { kind: 'opinion' }]);
  });

  it.each<[string, Partial<ReadMail>]>([
    ['its text', { body: '机密★' }],
    ['a new text', { files: [file('a.txt', `机密★1年\n${TEXT}`)] }],
    ['a file’s name', { files: [file('绝密.jpg', 'x')] }],
  ])('is stopped by a mark in %s', async (_, part) => {
    const before = await present({ body: TEXT });
    expect(await make(arrival(part, before))).toMatchObject({ kind: 'stopped' });
  });
});
