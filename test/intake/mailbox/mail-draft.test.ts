import { describe, expect, it } from 'vitest';
import type { ReadMail } from '#pipeline/intake/mail/read-mail.ts';
import { draftsOfMail } from '#pipeline/intake/mailbox/mail-draft.ts';
import type { Arrival, Made } from '#pipeline/intake/mailbox/take-mail.ts';
import { readFrontMatter } from '#pipeline/item/front-matter/front-matter.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { samplePicture } from '#pipeline/sandbox/sample-picture.ts';
import { ORGANISATION } from '../../bureau.ts';
import { par, run, wordFile } from '../word/word-file.ts';

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
  return { folder, files: files.flatMap(({ path, bytes }) => (bytes === null ? [] : [{ path, bytes }])) };
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
    expect(kindsOf(made)).toEqual(['replaced']);
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
