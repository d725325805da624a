import { describe, expect, it } from 'vitest';
import { record, resolve } from '#pipeline/acts/by-hand.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { tellPublished } from '#pipeline/release/tell-published.ts';
import type { Publisher } from '#pipeline/verify/publisher.ts';
import { type Bureau, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { practice } from './practice-channel.ts';

const INDEX = `${FOLDER}/index.md`;
const WEB = 'https://git.example/jinhua/news';
const OPEN = 'channels: {weibo: {mode: open}}';

/** A run that knows where people see the repository, as every command's does. */
async function run(bureau: Bureau, actor?: string): Promise<Publisher & { notes: string[] }> {
  const notes: string[] = [];
  return { ...(await bureau.publisher(actor)), webUrl: WEB, note: (line) => void notes.push(line), notes };
}

async function comments({ world }: Bureau, number: number): Promise<string[]> {
  const { data } = await world.as('lisi').issues.listComments({ ...world.of, issue_number: number });
  return data.map(({ body }) => body ?? '');
}

const firstLine = ([body = '']: string[]): string => body.split('\n')[1] ?? '';

async function released(policy: string, channels: Channel[] = ['website', 'weibo']): Promise<{ bureau: Bureau; number: number }> {
  const bureau = await startBureau({ policy });
  const { number } = await bureau.publish({ [INDEX]: itemText({ channels }) });
  await bureau.approve();
  await bureau.release({ website: practice('website', []), weibo: practice('weibo', []) });
  return { bureau, number };
}

describe('the comment of a pull request whose item is out', () => {
  it('says where, with the number of the form, which stands below', async () => {
    const { bureau, number } = await released(OPEN);
    expect(await comments(bureau, number)).toEqual([]);
    await tellPublished(await run(bureau), [ITEM, ITEM]);
    const told = await comments(bureau, number);
    expect(told).toHaveLength(2);
    expect(firstLine(told)).toMatch(
      /^### 已发布：\[网站\]\(http:\/\/127\.0\.0\.1\/website\/\w+\)　\[微博\]\(http:\/\/127\.0\.0\.1\/weibo\/\w+\)。编号 2026-0001，\[审核单\]\(https:\/\/git\.example\/jinhua\/news\/blob\/ledger\/2026\/11\/wucheng\/2026-11-23-street\/0001-approval-\w+\.json\)。$/,
    );
    expect(told[0]).toContain('<summary>审核单 2026-0001</summary>');
    expect(told[0]).toContain('| 一、报送单位/部门负责人审核 | 周一 | ✓ 已同意 |');
    expect(told[0]).not.toMatch(/截止|\*\*审\*\*|\*\*检查\*\*/);
    expect(told[1]).toMatch(
      /^<!-- sanshen:out -->\n@lisi 《示例街道整治》已发布，审核单 2026-0001，报送人 李四：\n\n- 网站：\[\S+\]\(http:\/\/127\.0\.0\.1\/website\/\w+\)\n- 微博：\[\S+\]\(\S+\/weibo\/\w+\)\n$/,
    );
  });

  it('says what is still to follow, and again once a person has registered it', async () => {
    const { bureau, number } = await released('');
    await tellPublished(await run(bureau), [ITEM]);
    const before = await comments(bureau, number);
    expect(before).toHaveLength(1);
    expect(firstLine(before)).toMatch(/^### 已发布：\[网站\]\(\S+\)。还没有发完：微博。编号 2026-0001，/);
    const input = { item: ITEM, channel: 'weibo' as const, url: 'https://weibo.com/1000000001/P1a2b3c4D' };
    await record(await run(bureau, 'wangwu'), input, async () => ({ kind: 'not-read', why: '接口没有启用' }));
    const told = await comments(bureau, number);
    expect(told).toHaveLength(2);
    expect(told[1]).toContain('@lisi 《示例街道整治》已发布');
    expect(firstLine(told)).toMatch(/^### 已发布：\[网站\]\(\S+\)　\[微博\]\(https:\/\/weibo\.com\/1000000001\/P1a2b3c4D\)。编号/);
  });

  it('says what is given up, and by whom is for the ledger', async () => {
    const { bureau, number } = await released('');
    await resolve(await run(bureau, 'wangwu'), { item: ITEM, channel: 'weibo', as: 'abandoned', url: null, reason: '不发了' });
    expect(firstLine(await comments(bureau, number))).toMatch(/^### 已发布：\[网站\]\(\S+\)。不再发：微博。编号 2026-0001，/);
  });

  it('says on both pull requests that it is taken back', async () => {
    const { bureau, number } = await released('', ['website']);
    const withdrawn = itemText({ lines: ['withdraw: {kind: error, reason: 内容有误}'] });
    const second = await bureau.publish({ [INDEX]: withdrawn }, { reviewers: ['zhengsi', 'fengliu'] });
    await bureau.approve();
    await tellPublished(await run(bureau), [ITEM]);
    expect(await comments(bureau, second.number)).toEqual([]);
    const orders = practice('website', []);
    await bureau.release({ website: { ...orders, readBack: async () => ({ kind: 'absent', steps: {} }) } });
    expect(await bureau.states()).toEqual(['website 1 withdrawn']);
    await tellPublished(await run(bureau), [ITEM]);
    expect(firstLine(await comments(bureau, number))).toMatch(/^### 已撤下：网站。编号 2026-0001，/);
    const [told = '', notice] = await comments(bureau, second.number);
    expect(firstLine([told])).toMatch(/^### 已撤下：网站。编号 2026-0002，/);
    expect(notice).toMatch(/^<!-- sanshen:out -->\n@lisi 这一条已撤下，审核单 2026-0002，报送人 李四：\n\n- 已撤下：网站\n$/);
  });

  it('is left alone while nothing is out', async () => {
    const bureau = await startBureau();
    const { number } = await bureau.publish({ [INDEX]: itemText() });
    await bureau.approve();
    await tellPublished(await run(bureau), [ITEM, 'wucheng/2026-11-24-none']);
    expect(await comments(bureau, number)).toEqual([]);
  });

  it('stops nothing when it can’t be written: the run says so', async () => {
    const { bureau } = await released(OPEN);
    const own = await run(bureau);
    const github = { ...own.github, upsertComment: () => Promise.reject(new Error('没有权限')) };
    await tellPublished({ ...own, github }, [ITEM]);
    await tellPublished({ ...own, ledgers: { ...own.ledgers, open: () => Promise.reject(new Error('台账读不出来')) } }, [ITEM]);
    expect(own.notes).toEqual(['合并请求 #1 上的留言没有更新：没有权限', '合并请求上的留言没有更新：台账读不出来']);
  });
});
