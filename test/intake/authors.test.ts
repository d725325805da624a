import { describe, expect, it } from 'vitest';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { readIssueForm } from '#pipeline/intake/form/issue-form.ts';
import { draftOfForm } from '#pipeline/intake/form/issue-material.ts';
import { readMail } from '#pipeline/intake/mail/read-mail.ts';
import { draftsOfMail } from '#pipeline/intake/mailbox/mail-draft.ts';
import type { Arrival, Made } from '#pipeline/intake/mailbox/take-mail.ts';
import { takeIn } from '#pipeline/intake/take-in.ts';
import { takeUploads } from '#pipeline/intake/upload/uploads.ts';
import { readFrontMatter } from '#pipeline/item/front-matter/front-matter.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { ORGANISATION } from '../bureau.ts';
import { startWorld } from '../sandbox/github-world.ts';
import { filledForm } from './form/filled-form.ts';
import { intakeAccount } from './intake-account.ts';
import { par, run, wordFile } from './word/word-file.ts';

const organisation = readOrganisation(ORGANISATION, 'content/organisation.yml');
const AT = '2026-11-24T09:30:00+08:00';
const BODY = '11月23日，婺城分局开展整治，劝导占道经营6起。';
const BYLINE = '（通讯员 张示例 王示例）';
const TEXT = `示例分局整治沿街店铺\n${BODY}\n${BYLINE}`;

const make = draftsOfMail(organisation);
const arrivalOf = async (text: string, present: Arrival['present'] = null): Promise<Arrival> => ({
  mail: await readMail(Buffer.from(`From: lisi@example.gov.cn\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`)),
  sender: { address: 'lisi@example.gov.cn', name: '李四', person: 'lisi', unit: null },
  ...{ at: AT, key: 'mail-1', present },
});
const filesOf = (made: Made) =>
  made.kind === 'draft' ? made.files.flatMap(({ path, bytes }) => (bytes === null ? [] : [{ path, bytes }])) : [];

async function byMail(): Promise<string | Uint8Array> {
  return filesOf(await make(await arrivalOf(`报送单位：婺城分局\n${TEXT}`)))[0]?.bytes ?? '';
}

async function byAnnex(): Promise<string | Uint8Array> {
  const cell = (words: string): string =>
    `<w:tc>${words
      .split('\n')
      .map((line) => par(run(line)))
      .join('')}</w:tc>`;
  const row = (...cells: string[]): string => `<w:tr>${cells.map(cell).join('')}</w:tr>`;
  const rows =
    row('报送人', '李四') + row('单位', '婺城分局') + row('标题', '示例分局整治沿街店铺') + row('信息内容', `${BODY}\n${BYLINE}`);
  const files = [{ name: '审核单.docx', bytes: wordFile({ body: `<w:tbl>${rows}${row('拟发布渠道', '网站☑')}</w:tbl>` }) }];
  const { drafts } = await takeIn({ files, sender: { person: 'lisi', unit: 'wucheng' }, arrivedAt: AT, organisation });
  return drafts[0]?.files[0]?.bytes ?? '';
}

async function byForm(): Promise<string | Uint8Array> {
  const issue = {
    number: 1,
    title: 'x',
    body: filledForm({ text: `${BODY}\n\n${BYLINE}` }),
    author: 'lisi',
    open: true,
    labels: [],
    at: AT,
  };
  const draft = await draftOfForm(readIssueForm(issue.body), { issue, person: 'lisi', organisation }, async () => null);
  return draft.files[0]?.bytes ?? '';
}

async function byUpload(): Promise<string | Uint8Array> {
  const world = await startWorld();
  const account = await intakeAccount(world, 'sanshen-bot');
  await world.push('lisi', await world.commit('lisi', await world.tip('main'), { 'content/inbox/wucheng/a.txt': TEXT }), 'patch');
  const [outcome] = await takeUploads({ ...account, organisation, main: 'main', personOf: async () => 'lisi', now: AT });
  const [branch = ''] = [...(await account.git.branches()).keys()].filter((name) => name.startsWith('intake/'));
  return gitText(world.github.repositoryDir, ['show', `${branch}:content/items/${outcome?.items[0]}/index.md`]);
}

describe('who wrote a text', () => {
  it.each<[string, () => Promise<string | Uint8Array>]>([
    ['a mail', byMail],
    ['the annex’s form in Word', byAnnex],
    ['the issue form', byForm],
    ['an upload', byUpload],
  ])('is kept from the byline of %s, and is not who submits it', async (_, way) => {
    const { raw } = readFrontMatter(Buffer.from(await way()));
    expect(raw).toMatchObject({ authors: ['张示例', '王示例'], submitter: 'lisi' });
  });

  it('stays where a new text names nobody, and changes where it names another', async () => {
    const files = filesOf(await make(await arrivalOf(`报送单位：婺城分局\n${TEXT}`)));
    const present = { folder: files[0]?.path.replace('/index.md', '') ?? '', files, edited: false };
    const again = async (text: string) => {
      const arrival = await arrivalOf('您好', present);
      const attached = { name: '改.txt', bytes: Buffer.from(text), type: '', inline: false };
      const made = await make({ ...arrival, sender: { ...arrival.sender, unit: 'wucheng' }, mail: { ...arrival.mail, files: [attached] } });
      return readFrontMatter(Buffer.from(filesOf(made)[0]?.bytes ?? '')).raw?.authors;
    };
    expect(await again(`示例分局整治沿街店铺\n${BODY}继续整治。`)).toEqual(['张示例', '王示例']);
    expect(await again(`示例分局整治沿街店铺\n${BODY}\n（通讯员 赵示例）`)).toEqual(['赵示例']);
  });
});
