import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ElsewhereOptions, websiteElsewhere } from '#pipeline/release/channels/website/website-elsewhere.ts';
import { listen } from '#pipeline/sandbox/platform/listener.ts';
import { orderOf } from '../orders.ts';

const ITEM = 'shili/2026-11-23-yanjie';
const TITLE = '示例分局开展冬季沿街店铺专项整治';
const CONTENT = '<p>连续两天劝导沿街店铺 86 家。</p><ul><li>占道经营 <strong>12</strong> 处，已全部整改到位。</li></ul>';
/** As a platform shows it: its own frame, spaces and full-width digits, the text split as its editor likes it. */
const PAGE = `<html><head><title>${TITLE}_示例平台</title><style>p{}</style></head><body><nav>首页</nav><h1>${TITLE}</h1><div><span>连续两天劝导沿街店铺&nbsp;８６ 家。</span></div><p>占道经营 12处，已全部整改到位。</p></body></html>`;

/** A platform whose pages a person puts there. */
async function platform() {
  const pages = new Map<string, string | number>();
  const asked: string[] = [];
  const app = new Hono();
  app.get('*', (context) => {
    asked.push(context.req.path);
    const page = pages.get(context.req.path) ?? 404;
    if (page === 302) return context.redirect('/elsewhere');
    return typeof page === 'number' ? context.text('', page as 404) : context.html(page);
  });
  const server = await listen(app);
  onTestFinished(() => server.stop());
  const channel = (options: Partial<ElsewhereOptions> = {}) =>
    websiteElsewhere({
      mode: 'package',
      siteUrl: server.url,
      patterned: false,
      isOwn: (address) => address.host === new URL(server.url).host,
      ...options,
    });
  const order = (path: string | null) => {
    const made = orderOf('website', server.url, { title: TITLE, content: CONTENT });
    return path === null ? made : { ...made, payload: { ...made.payload, sourceUrl: `${server.url}${path}` } };
  };
  return { url: server.url, pages, asked, channel, order, stop: server.stop };
}

describe('a website that is a platform of others', () => {
  it.each([
    ['package', /附件 website-packages 里的 shili\/2026-11-23-yanjie\.zip；请管理员照包内“说明\.txt”录入/],
    ['manual', /请管理员照预览在网站后台发布/],
  ] as const)('asks a person for the page and its address (%s), and opens nothing before', async (mode, words) => {
    const { channel, order, asked } = await platform();
    const adapter = channel({ mode });
    const outcome = await adapter.send(order(null));
    expect(outcome).toMatchObject({ kind: 'sent', message: expect.stringMatching(words) });
    expect(outcome).toMatchObject({ message: expect.stringMatching(/第 7 日 24:00 前.*record --channel website --url 登记/) });
    expect(await adapter.readBack(order(null))).toMatchObject({ kind: 'unreadable', later: true });
    expect(asked).toEqual([]);
  });

  it('is confirmed when the place shows the title and every paragraph, whatever the platform did to spaces, widths and tags', async () => {
    const { channel, order, pages, url } = await platform();
    pages.set('/xwdt/1.html', PAGE);
    const adapter = channel();
    const placed = order('/xwdt/1.html');
    const remote = { id: ITEM, url: `${url}/xwdt/1.html` };
    expect(await adapter.send(placed)).toEqual({ kind: 'confirmed', remote, steps: { address: remote.url } });
    expect(await adapter.readBack(placed)).toEqual({ kind: 'present', remote, differences: [] });
  });

  it.each([
    ['no page', 404, '还没有（404）', 'absent'],
    ['a page that leads elsewhere', 302, '打不开', 'unreadable'],
    ['a platform that is ill', 502, '打不开（502）', 'unreadable'],
    ['another page', '<h1>网站维护公告</h1>', '标题和正文都没有找到', 'absent'],
    ['another title', PAGE.replaceAll('专项整治', '专项行动'), '标题不一致', 'absent'],
    ['a changed number', PAGE.replace('８６', '68'), '1 段在页面上找不到', 'absent'],
    ['a paragraph that was left out', PAGE.replace(/<p>占道.*<\/p>/, ''), '1 段在页面上找不到', 'absent'],
    ['a text that only a script holds', `<script>var a = \`${PAGE}\`</script>`, '标题和正文都没有找到', 'absent'],
  ])('is not confirmed by %s, and says what is seen', async (_what, page, words, kind) => {
    const { channel, order, pages } = await platform();
    pages.set('/xwdt/1.html', page);
    const adapter = channel();
    expect(await adapter.send(order('/xwdt/1.html'))).toMatchObject({ kind: 'sent', message: expect.stringContaining(words) });
    expect((await adapter.readBack(order('/xwdt/1.html'))).kind).toBe(kind);
  });

  it('has a known place where the policy gives a pattern, even where that is the address of a site of our own', async () => {
    const { channel, order, pages } = await platform();
    pages.set(`/${ITEM}/`, PAGE);
    expect(await channel().send(order(null))).toMatchObject({ kind: 'sent' });
    expect(await channel({ patterned: true }).send(order(null))).toMatchObject({ kind: 'confirmed' });
  });

  it('opens no address that isn’t its own', async () => {
    const { channel, order, pages, asked } = await platform();
    pages.set('/xwdt/1.html', PAGE);
    const adapter = channel({ isOwn: () => false });
    expect(await adapter.send(order('/xwdt/1.html'))).toMatchObject({ kind: 'sent' });
    expect(await adapter.withdraw(order('/xwdt/1.html'), { id: ITEM, url: order('/xwdt/1.html').payload.sourceUrl })).toMatchObject({
      kind: 'needs-human',
    });
    expect(asked).toEqual([]);
  });

  it.each([
    ['the page is gone', 404, 'confirmed'],
    ['it says that the text was taken back', `<h1>${TITLE}</h1><p>本信息已撤回。原因：内容有误。</p>`, 'confirmed'],
    ['it still shows the text', PAGE, 'needs-human'],
    ['it still shows one paragraph', `<p>占道经营 12 处，已全部整改到位。</p>`, 'needs-human'],
    ['nobody can see it', 500, 'needs-human'],
  ])('is taken back once %s: %#', async (_what, page, kind) => {
    const { channel, order, pages, url } = await platform();
    pages.set('/xwdt/1.html', page);
    const remote = { id: ITEM, url: `${url}/xwdt/1.html` };
    // Whether the order knows the place or only the registration does.
    for (const path of ['/xwdt/1.html', null]) {
      const outcome = await channel().withdraw(order(path), remote);
      expect(outcome.kind).toBe(kind);
      if (outcome.kind === 'needs-human') expect(outcome.message).toMatch(/请管理员立即在集约化平台.*resolve --as confirmed/);
    }
  });

  it.each([
    ['shows the title', PAGE, 'needs-human'],
    ['shows something else', '<h1>别的</h1>', 'confirmed'],
  ])('is taken back, where only the title is known, unless the page %s: %#', async (_what, page, kind) => {
    const { channel, order, pages, url } = await platform();
    pages.set('/xwdt/1.html', page);
    const made = order('/xwdt/1.html');
    const untold = { ...made, payload: { ...made.payload, content: '' } };
    expect((await channel().withdraw(untold, { id: ITEM, url: `${url}/xwdt/1.html` })).kind).toBe(kind);
  });

  it('is not taken back by looking where nobody has said that it is: a person looks', async () => {
    const { channel, order, asked } = await platform();
    const outcome = await channel().withdraw(order(null), { id: ITEM, url: order(null).payload.sourceUrl });
    expect(outcome).toMatchObject({ kind: 'needs-human', message: expect.stringContaining('没有登记过地址') });
    expect(asked).toEqual([]);
  });
});
