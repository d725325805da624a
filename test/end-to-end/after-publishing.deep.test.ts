import { describe, expect, it, type TestContext } from 'vitest';
import { COMMANDS } from '#pipeline/commands/table.ts';
import { commandContext } from '../commands/context.ts';
import { type House, openHouse } from './house.ts';
import { articlesOn } from './platforms.ts';
import { type Submission, submission } from './submission.ts';

interface Told {
  alerts: { item: string; code: string; channel?: string; message: string }[];
  releases: { channel: string; state: string }[];
}

const DAY = 86_400;

/** A house that goes away with the test, with one item out on all three channels. */
async function published(context: TestContext, slug: string, title: string): Promise<{ house: House; one: Submission }> {
  const house = await openHouse();
  context.onTestFinished(() => house.close());
  const one = submission(slug, title);
  await house.land(one);
  await house.run('publish');
  expect(await house.states(one.id)).toEqual(['website confirmed', 'wechat confirmed', 'weibo confirmed']);
  return { house, one };
}

const publish = async (house: House): Promise<Told> => (await house.run('publish')).json as Told;

/** A change of the item's text by its submitter, signed by the levels named, and merged. */
async function change(house: House, one: Submission, edit: (text: string) => string, reviewers: string[]): Promise<number> {
  const shenshi = house.person('shenshi');
  const branch = `${one.branch}-${reviewers.length}`;
  const head = await shenshi.push({ from: 'main', to: branch, files: { [`content/items/${one.id}/index.md`]: edit }, message: '修改' });
  const number = await shenshi.open(branch, '修改');
  for (const login of reviewers) await house.person(login).review(number, 'APPROVE');
  const { octokit, of } = house.person('github-actions[bot]');
  for (const name of ['sanshen/check', 'sanshen/gate'])
    await octokit.repos.createCommitStatus({ ...of, sha: head, context: name, state: 'success' });
  await house.person('sunqi').merge(number);
  return number;
}

/** A command as somebody runs it. */
async function actAs(
  house: House,
  login: string,
  name: string,
  operand: string,
  options: Record<string, string | boolean>,
): Promise<string> {
  const command = await (COMMANDS[name] as (typeof COMMANDS)[string]).load();
  const env = { ...house.sandbox.env, GITHUB_TOKEN: house.sandbox.github.tokenOf(login) };
  const { text } = await command.run(commandContext({ root: house.sandbox.root, env, operands: [operand], options }));
  return text;
}

const page = async (house: House, { id }: Submission): Promise<string> => (await fetch(`${house.sandbox.siteUrl}/${id}/`)).text();

const frontMatter =
  (line: string) =>
  (text: string): string =>
    text.replace('\n---\n', `\n${line}\n---\n`);

describe.concurrent('after an item is out', () => {
  it('a correction changes the page with a note, and says what to change on the networks; withdrawing takes all of it back', async (context) => {
    const { house, one } = await published(context, 'gengzheng', '法制处评查案卷三十件');
    const edit = (text: string): string =>
      frontMatter('correction: {kind: 事实, note: “十二处”更正为“十三处”}')(text).replace('指出问题十二处，提出', '指出问题十三处，提出');
    await change(house, one, edit, ['hanshiyi', 'zhengsi', 'fengliu']);
    const [task, ...rest] = (await publish(house)).alerts;
    expect(rest).toEqual([]);
    expect(task).toMatchObject({ channel: 'wechat', code: 'correct-by-hand' });
    expect(task?.message).toContain('\n2. 把“题十二处”改为“题十三处”\n');
    // The post on Weibo doesn't hold the number.
    expect((await house.states(one.id)).slice(3)).toEqual(['website confirmed', 'wechat needs-human', 'weibo abandoned']);
    const html = await page(house, one);
    expect(html).toMatch(
      /<div class="correction" role="note"><p><b>更正<\/b>　<time datetime="[^"]+">2026-11-24 \d\d:\d\d<\/time>　“十二处”更正为“十三处”<\/p><\/div>/,
    );
    expect(html).toContain('指出问题十三处');

    const [article] = await articlesOn(house.sandbox.env);
    await actAs(house, 'sunqi', 'record', one.id, { channel: 'wechat', url: article?.url ?? '' });
    expect((await house.states(one.id)).slice(3)).toEqual(['website confirmed', 'wechat confirmed', 'weibo abandoned']);
    await actAs(house, 'fengliu', 'withdraw', one.id, { kind: 'error', reason: '数字有误', now: true });
    expect(await house.states(one.id)).toEqual([
      ...['website superseded', 'wechat withdrawn', 'weibo withdrawn'],
      ...['website withdrawn', 'wechat withdrawn', 'weibo abandoned'],
    ]);
    expect(await house.seen(one.title)).toEqual({ articles: 0, posts: 0 });
  });

  it('withdraw --now takes it down everywhere, says what it can’t undo, and asks every day to be confirmed until it is', async (context) => {
    const { house, one } = await published(context, 'chexia', '法制处评查案卷三十件');
    const text = await actAs(house, 'fengliu', 'withdraw', one.id, { kind: 'error', reason: '数字有误', now: true });
    expect(text).toContain('微信收不回转发出去的链接、截图和别处的转载');
    expect(await house.states(one.id)).toEqual(['website withdrawn', 'wechat withdrawn', 'weibo withdrawn']);
    expect(await house.seen(one.title)).toEqual({ articles: 0, posts: 0 });
    const html = await page(house, one);
    expect(html).toContain('<meta name="robots" content="noindex">');
    expect(html).toMatch(
      /<div class="withdrawn"><p>本信息已于 <time datetime="[^"]+">2026-11-24 \d\d:\d\d<\/time> 撤回。原因：内容有误。<\/p><\/div>/,
    );
    expect(html).not.toContain('指出问题十二处');

    const asked = async (): Promise<string[]> =>
      (await publish(house)).alerts.map(({ code, message }) => `${code} ${message.slice(0, 90)}`);
    expect(await asked()).toEqual([
      expect.stringContaining('withdrawal-unconfirmed 2026-11-24 已先行撤下，应在 2026-11-25 24:00 前补办确认；'),
    ]);
    house.sandbox.github.clock.advance(4 * DAY);
    expect(await asked()).toEqual([expect.stringContaining('已逾期（今天 2026-11-28）')]);
    await change(house, one, frontMatter('withdraw: {kind: error, reason: 数字有误}'), ['zhengsi', 'fengliu']);
    expect(await asked()).toEqual([]);
    expect(await asked()).toEqual([]);
    expect((await house.run('verify')).json).toMatchObject({ verified: true, problems: [] });
  });

  it('a penalty notice is taken back within the law’s three days, with the reason in public; what hangs is named with the last day', async (context) => {
    const { house, one } = await published(context, 'chufa', '行政处罚决定公示三件');
    const line = 'withdraw: {kind: error, reason: 原决定已撤销, since: 2026-11-24, decision: 撤销}';
    await change(house, one, frontMatter(line), ['zhengsi', 'fengliu']);
    await house.sandbox.wechat?.stop();
    await publish(house);
    expect(await house.states(one.id)).toEqual(['website withdrawn', 'wechat withdraw-intent', 'weibo withdrawn']);
    expect(await page(house, one)).toContain('撤回。原因：行政处罚决定已被依法撤销。');
    const open = (await publish(house)).alerts;
    expect(open.map(({ code }) => code)).toEqual(['penalty-withdrawal', 'withdraw-unfinished']);
    expect(open[0]?.message).toMatch(/^行政处罚决定信息还没有从微信撤完；应在 2026-11-27 24:00 前撤回并公开说明理由/);
    await house.sandbox.wechat?.start();
    await publish(house);
    expect(await house.states(one.id)).toEqual(['website withdrawn', 'wechat withdrawn', 'weibo withdrawn']);
    expect((await publish(house)).alerts).toEqual([]);
  });
});
