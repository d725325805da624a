import { describe, expect, it } from 'vitest';
import { runMailbox } from '#pipeline/intake/mailbox/run-mailbox.ts';
import type { Ports } from '#pipeline/intake/mailbox/take-mail.ts';
import { reportLine } from '#pipeline/intake/report.ts';
import type { Letter } from '#pipeline/intake/secrecy.ts';
import { FOREIGN, HARMLESS } from '../foreign-words.ts';
import { memoryDrafts } from '../memory-drafts.ts';
import { ADDRESS, makeDraft, ORGANISATION, SERVER, VOUCHED } from './bureau.ts';
import { type Lying, memoryLetters, memoryMailbox } from './memory-mailbox.ts';

function bureau(alter: Partial<Ports> = {}) {
  const mails: Lying[] = [];
  const sent: Letter[] = [];
  const memory = memoryDrafts();
  const act = async <Value>(_: string, work: () => Value): Promise<Value> => work();
  const ports: Ports = {
    ...{ mailbox: memoryMailbox(mails, act, true), drafts: memory.drafts, letters: memoryLetters(sent, act), makeDraft },
    ...{ organisation: ORGANISATION, authenticatedBy: SERVER, address: ADDRESS, untold: async () => {}, ...alter },
  };
  return {
    ...{ mails, sent, branches: memory.branches, ports },
    comes(id: string, body: string, more: string[] = [], from = 'lisi@example.gov.cn'): void {
      const lines = [
        VOUCHED,
        ...more,
        `From: ${from}`,
        `Message-ID: ${id}`,
        'Subject: 街面整治',
        ...(more.some((line) => line.startsWith('Content-Type')) ? [] : ['Content-Type: text/plain; charset=utf-8']),
        '',
        body,
      ];
      mails.push({ id: mails.length + 1, folder: 'INBOX', bytes: Buffer.from(lines.join('\r\n')), at: '2026-11-24T09:30:00+08:00' });
    },
    run: (part: Partial<Ports> = {}) => runMailbox({ ...ports, ...part }),
  };
}

describe('a mail of somebody known', () => {
  it('is acknowledged with number, link, and what is missing in the annex’s order', async () => {
    const { comes, run, sent } = bureau();
    comes('<1@example.gov.cn>', '正文。');
    expect((await run()).taken).toMatchObject([{ kind: 'item', number: 1 }]);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      to: { address: 'lisi@example.gov.cn' },
      answers: '<1@example.gov.cn>',
      subject: '已收到：第 1 号《街面整治》',
    });
    expect(sent[0]?.text.split('\n')).toEqual([
      '李四（示例），您好：',
      '',
      '您 2026-11-24 09:30 发来的邮件“街面整治”已收到，做成了第 1 号稿件《街面整治》：',
      'https://git.example/jinhua/news/pull/1',
      '',
      '还缺这几项，请补上：',
      expect.stringMatching(/^1\. 信息日期（event_date）：/),
      '2. 图片说明（picture-1.jpg）：一句话写明谁在哪里做什么。',
      '',
      '请直接回复本邮件补充（不要改主题；图片作为附件发来），会加进同一件稿件。一项一行，如“信息类别：工作动态”；图片说明写成“图片说明（picture-1.jpg）：谁在哪里做什么”。',
      '',
      '办公室看过、补齐以后开始三级审核。本邮件由系统自动发出。',
    ]);
  });

  it('that answers the letter adds to the same item, until somebody has signed; another’s answer is an item of its own', async () => {
    const { comes, run, sent, branches } = bureau();
    comes('<1@example.gov.cn>', '正文。');
    await run();
    const answers = `In-Reply-To: ${sent[0]?.id}`;
    comes('<2@example.gov.cn>', '信息日期是11月23日。', [answers]);
    comes('<3@example.gov.cn>', '别人的。', [answers], 'wucheng@example.gov.cn');
    expect((await run()).taken).toMatchObject([
      { kind: 'added', number: 1 },
      { kind: 'item', number: 2 },
    ]);
    const [first] = branches.values();
    expect(first?.changes.map(({ files }) => files[0]?.bytes)).toEqual(['正文。', '信息日期是11月23日。']);
    expect(sent.at(1)?.subject).toBe('已补充：第 1 号《街面整治》');
    if (first) first.approved = true;
    comes('<4@example.gov.cn>', '太迟。', [`In-Reply-To: ${sent[1]?.id}`]);
    expect((await run()).taken).toEqual([{ kind: 'quarantined', reason: 'late' }]);
    expect(sent.at(-1)?.subject).toBe('没有加进稿件，请联系办公室');
    expect(first?.changes).toHaveLength(2);
  });

  it('says in its pull request what is missing and was left out, in words of others that act on nothing', async () => {
    const { comes, run, branches } = bureau();
    comes('<1@example.gov.cn>', '正文。');
    const made = {
      kind: 'draft',
      title: 'x',
      files: [],
      missing: ['category'],
      report: [reportLine('comment', FOREIGN, FOREIGN)],
    } as const;
    await run({ makeDraft: async () => ({ ...made, files: [] }) });
    const body = [...branches.values()][0]?.pull?.body ?? '';
    expect(body).toContain('1. 信息类别（category）');
    expect(body.split(HARMLESS)).toHaveLength(3);
  });

  it('with a mark is committed nowhere: the sender is asked to call, the secrecy duty learns kind and place, nobody reads a word of it', async () => {
    const { comes, run, sent, branches, mails } = bureau();
    comes('<1@example.gov.cn>', '机密★1年。关于示例的内容。');
    expect((await run()).taken).toEqual([{ kind: 'stopped', told: 1 }]);
    expect(sent.map(({ to, subject }) => [to.address, subject])).toEqual([
      ['lisi@example.gov.cn', '请电话联系办公室'],
      ['baomi@example.gov.cn', '报送邮箱收到带密级标志的来稿'],
    ]);
    expect(JSON.stringify(sent)).not.toMatch(/★|关于示例|街面整治/);
    expect([branches.size, mails.map(({ folder }) => folder)]).toEqual([0, ['Sanshen-Secrecy']]);
  });

  it('with a mark that nobody learns of is told by an alert before it is moved: it stays in the inbox until that stands', async () => {
    const { comes, run, mails, ports } = bureau();
    comes('<1@example.gov.cn>', '机密★1年。关于示例的内容。');
    const organisation = { ...ports.organisation, duties: [] };
    const broken = await run({ organisation, untold: () => Promise.reject(new Error('broken')) });
    expect([broken.failed.length, mails.map(({ folder }) => folder)]).toEqual([1, ['INBOX']]);
    const folders: (string | undefined)[] = [];
    await run({ organisation, untold: async () => void folders.push(mails[0]?.folder) });
    expect([folders, mails.map(({ folder }) => folder)]).toEqual([['INBOX'], ['Sanshen-Secrecy']]);
  });

  it('that can’t be put into the inbox’s order waits: what may answer a mail that wasn’t done comes after it', async () => {
    const { comes, run, mails, ports, branches } = bureau();
    comes('<1@example.gov.cn>', '正文。');
    comes('<2@example.gov.cn>', '补充。', ['In-Reply-To: <1@example.gov.cn>']);
    const begin = () => Promise.reject(new Error('broken'));
    const broken = await run({ drafts: { ...ports.drafts, begin } });
    expect([broken.failed.length, broken.taken, mails.map(({ folder }) => folder)]).toEqual([1, [{ kind: 'waits' }], ['INBOX', 'INBOX']]);
    expect((await run()).taken).toMatchObject([{ kind: 'item' }, { kind: 'added' }]);
    expect(branches.size).toBe(1);
  });

  it('that fails keeps no answer to another mail waiting, and an answer to what waits waits as well', async () => {
    const { comes, run, ports, branches } = bureau();
    comes('<1@example.gov.cn>', '正文。');
    await run();
    comes('<2@example.gov.cn>', '另一篇。');
    comes('<3@example.gov.cn>', '补充第一篇。', ['In-Reply-To: <1@example.gov.cn>']);
    comes('<4@example.gov.cn>', '补充另一篇。', ['In-Reply-To: <2@example.gov.cn>']);
    comes('<5@example.gov.cn>', '再补充。', ['In-Reply-To: <4@example.gov.cn>', 'References: <2@example.gov.cn>']);
    const begin = () => Promise.reject(new Error('broken'));
    const broken = await run({ drafts: { ...ports.drafts, begin } });
    expect([broken.failed.length, broken.taken]).toMatchObject([1, [{ kind: 'added', number: 1 }, { kind: 'waits' }, { kind: 'waits' }]]);
    await run();
    expect([...branches.values()].map(({ changes }) => changes.length)).toEqual([2, 3]);
  });

  it('that couldn’t even be read keeps every answer waiting', async () => {
    const { comes, run, ports } = bureau();
    comes('<1@example.gov.cn>', '正文。');
    comes('<2@example.gov.cn>', '补充。', ['In-Reply-To: <1@example.gov.cn>']);
    const read = (id: number) => (id === 1 ? Promise.reject(new Error('broken')) : ports.mailbox.read(id));
    expect((await run({ mailbox: { ...ports.mailbox, read } })).taken).toEqual([{ kind: 'waits' }]);
  });

  it('that was added is made once; after a crash it is told of without the files that are there already', async () => {
    const made: [number, number][] = [];
    const { comes, run, sent } = bureau({
      makeDraft: async (arrival) => {
        made.push([arrival.mail.files.length, arrival.present?.files.length ?? 0]);
        return makeDraft(arrival);
      },
    });
    const picture = (id: string, answered: string | undefined): void =>
      comes(id, `--b\r\nContent-Type: text/plain\r\n\r\n${id}\r\n--b\r\nContent-Type: image/jpeg; name=a.jpg\r\n\r\nx\r\n--b--`, [
        `In-Reply-To: ${answered}`,
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
      ]);
    comes('<1@example.gov.cn>', '正文。');
    await run();
    picture('<2@example.gov.cn>', sent[0]?.id);
    await run();
    expect(made.slice(1)).toEqual([[1, 1]]);
    picture('<3@example.gov.cn>', sent[0]?.id);
    const letters = { send: () => Promise.reject(new Error('crash')) };
    expect((await run({ letters })).failed).toHaveLength(1);
    expect((await run()).taken).toMatchObject([{ kind: 'added' }]);
    expect(made.slice(2)).toEqual([
      [1, 2],
      [0, 3],
    ]);
  });

  it('whose letter box is full is noted on the pull request, and isn’t written to for ever', async () => {
    const { comes, run, branches } = bureau();
    comes('<1@example.gov.cn>', '正文。', [], 'full@example.gov.cn');
    expect((await run()).taken).toMatchObject([{ kind: 'item' }]);
    expect([...branches.values()][0]?.answered[0]?.words).toBe('回执没有送到报送人的邮箱，请办公室告诉他。');
  });
});

describe('what isn’t taken', () => {
  it('too large is laid aside unread', async () => {
    const { ports, run, comes } = bureau();
    comes('<1@example.gov.cn>', 'x');
    const mailbox = {
      ...ports.mailbox,
      waiting: async () => [{ id: 1, size: 100 * 1024 * 1024 }],
      read: () => Promise.reject(new Error('was read')),
    };
    expect((await run({ mailbox })).taken).toEqual([{ kind: 'quarantined', reason: 'too-large' }]);
  });

  it('of a stranger is answered by nobody', async () => {
    const { run, comes, sent } = bureau();
    comes('<1@example.com>', 'x', [], 'mallory@example.com');
    expect(await run()).toMatchObject({ taken: [{ kind: 'quarantined', reason: 'unknown' }], quarantined: [{}] });
    expect(sent).toEqual([]);
  });
});
