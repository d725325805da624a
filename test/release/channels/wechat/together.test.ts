import { describe, expect, it } from 'vitest';
import type { Outcome, ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { sourceAddress } from '#pipeline/release/channels/wechat/article.ts';
import type { StoredArticle } from '#pipeline/sandbox/wechat/state.ts';
import { APP_ID, SECRETS, wechatStage } from '../stage.ts';

type Wechat = Awaited<ReturnType<typeof wechatStage>>;

const NAMES = ['a', 'b', 'c'];
const TITLES = NAMES.map((name) => `示例标题 ${name}`);
const CHINESE = /[\u4e00-\u9fff].*[。）]$/;

/** Three orders of one message, as the state machine hands them over; `change` makes the second one different. */
function ordersOf(stage: Wechat, steps: Record<string, string> = {}, change: object = {}): ReleaseOrder[] {
  return NAMES.map((name, index) =>
    stage.order(
      {
        title: TITLES[index] ?? '',
        content: `<p>正文 ${name}</p><img src="sanshen-image:street.jpg" alt="街面">`,
        ...(index === 1 ? change : {}),
      },
      {
        item: `shili/2026-11-23-${name}`,
        steps: { group: 'f'.repeat(32), place: String(index + 1), of: '3', draft: '', spent: '', ...steps },
      },
    ),
  );
}

const together = async ({ adapter }: Wechat, orders: readonly ReleaseOrder[]): Promise<Outcome[]> =>
  (await adapter.sendTogether?.(orders)) ?? [];

/** The same orders with what a call has left. */
function goOn(orders: readonly ReleaseOrder[], outcomes: readonly Outcome[], steps: Record<string, string> = {}): ReleaseOrder[] {
  return orders.map((order, index) => ({
    ...order,
    steps: { ...order.steps, ...outcomes[index]?.steps, ...steps },
    uploads: [...order.uploads, ...(outcomes[index]?.uploads ?? [])],
  }));
}

const readAll = ({ adapter }: Wechat, orders: readonly ReleaseOrder[]) => Promise.all(orders.map((order) => adapter.readBack(order)));
const kinds = (all: readonly { kind: string }[]): string[] => all.map(({ kind }) => kind);
const titlesOf = ({ server }: Wechat): string[] => server.articles().map(({ title }) => title);

/** What the person with the account does. */
async function byHand({ server }: Wechat, path: string, body: object): Promise<unknown> {
  const post = async (to: string, json: object): Promise<Record<string, unknown>> =>
    (await (await fetch(`${server.url}/cgi-bin/${to}`, { method: 'POST', body: JSON.stringify(json) })).json()) as Record<string, unknown>;
  const { access_token } = await post('stable_token', { grant_type: 'client_credential', appid: APP_ID, secret: SECRETS[0] });
  return post(`${path}?access_token=${String(access_token)}`, body);
}

/** How often each path is called. */
async function counting(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    counts[pathname] = (counts[pathname] ?? 0) + 1;
    return real(input, init);
  };
  await work().finally(() => {
    globalThis.fetch = real;
  });
  return counts;
}

describe('several articles in one WeChat message', () => {
  it('are one draft and one submission, in the order given; each has its own page and its own way back to its source', async () => {
    const stage = await wechatStage();
    const orders = ordersOf(stage);
    let outcomes: Outcome[] = [];
    const counts = await counting(async () => {
      outcomes = await together(stage, orders);
    });
    expect(counts).toMatchObject({ '/cgi-bin/draft/add': 1, '/cgi-bin/freepublish/submit': 1 });
    const articles = stage.server.articles();
    expect(articles.map(({ place, title, sourceUrl }) => ({ place, title, sourceUrl }))).toEqual(
      orders.map(({ payload, key }, index) => ({
        place: index + 1,
        title: payload.title,
        sourceUrl: sourceAddress(payload.sourceUrl, key),
      })),
    );
    expect(outcomes).toMatchObject(
      articles.map(({ id, url }, index) => ({
        kind: 'confirmed',
        remote: { id, url },
        steps: { article: id, place: String(index + 1), of: '3' },
      })),
    );
    for (const found of await readAll(stage, orders)) expect(found).toMatchObject({ kind: 'present', differences: [] });
    expect(stage.server.drafts()).toEqual([]);
  });

  it('are read back each for itself: one that differs is told, the others are right', async () => {
    const judge = (article: StoredArticle): 0 => {
      if (article.title === TITLES[1]) article.content = article.content.replace('正文', '别的');
      return 0;
    };
    const stage = await wechatStage({}, { judge });
    const outcomes = await together(stage, ordersOf(stage));
    expect(kinds(outcomes)).toEqual(['confirmed', 'needs-human', 'confirmed']);
    expect(outcomes[1]).toMatchObject({
      code: 'wechat/read-back-differs',
      message: expect.stringContaining(stage.server.articles()[1]?.url ?? '-'),
    });
  });

  it.each([
    ['a link that WeChat takes from nobody', { content: '<p>正文</p><a href="https://elsewhere.example.cn">看</a>' }, 'wechat/45166'],
    ['a title that is too long', { title: '字'.repeat(33) }, 'wechat/title-too-long'],
    ['no cover', { cover: null }, 'wechat/no-cover'],
  ])('leave out the one with %s: it is told, no draft of it stays, and the others go out', async (_what, change, code) => {
    const stage = await wechatStage();
    const outcomes = await together(stage, ordersOf(stage, {}, change));
    expect(kinds(outcomes)).toEqual(['confirmed', 'failed', 'confirmed']);
    expect(outcomes[1]).toMatchObject({ code, retry: false, message: expect.stringMatching(CHINESE) });
    expect(outcomes[2]).toMatchObject({ steps: { place: '2', of: '2' } });
    expect(titlesOf(stage)).toEqual([TITLES[0], TITLES[2]]);
    expect(stage.server.drafts()).toEqual([]);
  });

  it('leave out the one that the draft doesn’t hold as it was approved, and go out from a new draft', async () => {
    const stage = await wechatStage({}, { externalLinks: 'drop' });
    const content = '<p>正文</p><a href="https://elsewhere.example.cn">看</a>';
    const outcomes = await together(stage, ordersOf(stage, {}, { content }));
    expect(kinds(outcomes)).toEqual(['confirmed', 'needs-human', 'confirmed']);
    expect(outcomes[1]).toMatchObject({ code: 'wechat/draft-differs', message: expect.stringContaining('链接丢失') });
    expect(titlesOf(stage)).toEqual([TITLES[0], TITLES[2]]);
    expect(stage.server.drafts()).toEqual([]);
  });

  it.each(['drop-after', 'drop-before', 'status', 'truncate'] as const)(
    'whose draft got no clear answer (%s) are absent; the next try makes one draft, deletes the old ones, and they go out once',
    async (kind) => {
      const stage = await wechatStage();
      const orders = ordersOf(stage);
      stage.faults.add({ path: '/cgi-bin/draft/add', kind });
      const first = await together(stage, orders);
      expect(kinds(first)).toEqual(['unknown', 'unknown', 'unknown']);
      const found = await readAll(stage, goOn(orders, first));
      expect(kinds(found)).toEqual(['absent', 'absent', 'absent']);
      const spent = [...new Set(found.flatMap((one) => ('steps' in one ? [one.steps.draft ?? ''] : [])))].join(' ');
      expect(spent).toBe(
        stage.server
          .drafts()
          .map(({ mediaId }) => mediaId)
          .join(' '),
      );
      const second = await together(stage, goOn(orders, first, { draft: '', spent }));
      expect(kinds(second)).toEqual(['confirmed', 'confirmed', 'confirmed']);
      expect(titlesOf(stage)).toEqual(TITLES);
      expect(stage.server.drafts()).toEqual([]);
    },
  );

  it('whose submission got no answer are found each by its own address', async () => {
    const stage = await wechatStage();
    const orders = ordersOf(stage);
    stage.faults.add({ path: '/cgi-bin/freepublish/submit', kind: 'drop-after' });
    const first = await together(stage, orders);
    expect(kinds(first)).toEqual(['unknown', 'unknown', 'unknown']);
    stage.clock.pass(900);
    for (const found of await readAll(stage, goOn(orders, first))) expect(found).toMatchObject({ kind: 'present', differences: [] });
    expect(titlesOf(stage)).toEqual(TITLES);
  });

  it('are not sent when an older draft has vanished: somebody may have published it', async () => {
    const stage = await wechatStage();
    const outcomes = await together(stage, ordersOf(stage, { spent: 'gone' }));
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        kind: 'needs-human',
        code: 'wechat/draft-gone',
        message: expect.stringMatching(/不会自动再发.*今天/),
      });
    }
    expect(titlesOf(stage)).toEqual([]);
    expect(stage.server.drafts()).toEqual([]);
  });

  it('go on later when publishing takes long, without being submitted again', async () => {
    const stage = await wechatStage({}, { publishPolls: 99, publishSeconds: 900 });
    const orders = ordersOf(stage);
    const first = await together(stage, orders);
    expect(kinds(first)).toEqual(['sent', 'sent', 'sent']);
    const later = goOn(orders, first);
    expect(kinds(await readAll(stage, later))).toEqual(['pending', 'pending', 'pending']);
    expect(kinds(await together(stage, later))).toEqual(['sent', 'sent', 'sent']);
    stage.clock.pass(900);
    expect(kinds(await readAll(stage, later))).toEqual(['present', 'present', 'present']);
    expect(titlesOf(stage)).toEqual(TITLES);
  });

  it.each([2, 4] as const)(
    'of which WeChat’s review refuses one (status %i): that one is told, the others may go out without it',
    async (status) => {
      const judge = ({ title }: StoredArticle): 0 | 2 | 4 => (title === TITLES[1] ? status : 0);
      const stage = await wechatStage({}, { judge });
      const orders = ordersOf(stage);
      const first = await together(stage, orders);
      expect(first).toMatchObject([
        { kind: 'failed', code: 'wechat/message-refused', retry: true, free: true },
        { kind: 'failed', code: `wechat/publish-${status}`, retry: false },
        { kind: 'failed', code: 'wechat/message-refused', retry: true },
      ]);
      const rest = goOn(orders, first).filter((_, index) => index !== 1);
      const found = await readAll(stage, rest);
      expect(kinds(found)).toEqual(['absent', 'absent']);
      const spent = found[0] && 'steps' in found[0] ? (found[0].steps.draft ?? '') : '';
      expect(
        kinds(
          await together(
            stage,
            rest.map((order) => ({ ...order, steps: { ...order.steps, spent } })),
          ),
        ),
      ).toEqual(['confirmed', 'confirmed']);
      expect(titlesOf(stage)).toEqual([TITLES[0], TITLES[2]]);
      expect(stage.server.drafts()).toEqual([]);
    },
  );

  it('that WeChat refuses without naming one go out one by one', async () => {
    const judge = ({ title }: StoredArticle): 0 | 3 => (title === TITLES[1] ? 3 : 0);
    const stage = await wechatStage({}, { judge });
    const orders = ordersOf(stage);
    const first = await together(stage, orders);
    for (const outcome of first) {
      expect(outcome).toMatchObject({
        kind: 'failed',
        code: 'wechat/message-refused',
        retry: true,
        free: false,
        steps: { alone: 'yes', publish: '' },
      });
    }
    const alone = goOn(orders, first);
    const outcomes: Outcome[] = [];
    for (const order of alone) outcomes.push(...(await together(stage, [order])));
    expect(outcomes).toMatchObject([
      { kind: 'confirmed' },
      { kind: 'failed', code: 'wechat/publish-3', retry: false },
      { kind: 'confirmed' },
    ]);
  });

  it('are taken down one by one; the others stay', async () => {
    const stage = await wechatStage();
    const orders = ordersOf(stage);
    const outcomes = await together(stage, orders);
    const live = goOn(orders, outcomes);
    const [, second] = live;
    const remote = outcomes[1]?.kind === 'confirmed' ? outcomes[1].remote : { id: '', url: '' };
    if (second === undefined) throw new Error('no order');
    expect(await stage.adapter.withdraw(second, remote)).toMatchObject({ kind: 'confirmed' });
    expect(titlesOf(stage)).toEqual([TITLES[0], TITLES[2]]);
    expect(kinds(await readAll(stage, live))).toEqual(['present', 'gone', 'present']);
    expect(await stage.adapter.withdraw(second, remote)).toMatchObject({ kind: 'confirmed' });
    expect(titlesOf(stage)).toEqual([TITLES[0], TITLES[2]]);
  });

  it('wait as one draft for a person in mode draft, and are found once they are published', async () => {
    const stage = await wechatStage({ mode: 'draft' });
    const orders = ordersOf(stage);
    const outcomes = await together(stage, orders);
    expect(kinds(outcomes)).toEqual(['sent', 'sent', 'sent']);
    expect(outcomes[1]).toMatchObject({ message: expect.stringMatching(/共 3 篇.*点“发表”.*第 2 篇《示例标题 b》/) });
    expect(stage.server.drafts()).toMatchObject([{ titles: TITLES }]);
    const later = goOn(orders, outcomes);
    expect(kinds(await readAll(stage, later))).toEqual(['pending', 'pending', 'pending']);
    await byHand(stage, 'freepublish/submit', { media_id: later[0]?.steps.draft });
    stage.clock.pass(10);
    expect(titlesOf(stage)).toEqual(TITLES);
    expect(kinds(await readAll(stage, later))).toEqual(['present', 'present', 'present']);
  });

  it('a draft of several is never submitted for one alone', async () => {
    const stage = await wechatStage({ mode: 'draft' });
    const orders = ordersOf(stage);
    const [first] = goOn(orders, await together(stage, orders));
    const single = await wechatStage({ mode: 'publish', apiBase: stage.server.url });
    const outcome = await single.adapter.send({ ...(first as ReleaseOrder), steps: { draft: first?.steps.draft ?? '' } });
    expect(outcome).toMatchObject({ kind: 'needs-human', message: expect.stringContaining('草稿里还有 2 篇别的文章') });
    expect(titlesOf(stage)).toEqual([]);
  });
});

describe('several articles in one 群发', () => {
  const mass = (platform = {}) => wechatStage({ mode: 'mass' }, { massesADay: 1, ...platform });

  /** The call that makes the draft, and the look that lets the next one send it. */
  async function ready(stage: Wechat): Promise<ReleaseOrder[]> {
    const orders = ordersOf(stage);
    const first = await together(stage, orders);
    expect(kinds(first)).toEqual(['ready', 'ready', 'ready']);
    const found = await readAll(stage, goOn(orders, first));
    return goOn(orders, first).map((order, index) => {
      const one = found[index];
      return { ...order, steps: one && 'steps' in one ? one.steps : {} };
    });
  }

  it('are sent as one message in a second call, and each asks for its own address', async () => {
    const stage = await mass();
    const orders = await ready(stage);
    expect(titlesOf(stage)).toEqual([]);
    const sent = await together(stage, orders);
    expect(kinds(sent)).toEqual(['sent', 'sent', 'sent']);
    for (const [index, outcome] of sent.entries())
      expect(outcome).toMatchObject({ message: expect.stringContaining(`《${TITLES[index]}》`) });
    expect(titlesOf(stage)).toEqual(TITLES);
    expect(await readAll(stage, goOn(orders, sent))).toMatchObject(
      TITLES.map((title) => ({ kind: 'pending', message: expect.stringContaining(title) })),
    );
  });

  it('are found by the number that they share when the answer was lost, and sent once', async () => {
    const stage = await mass();
    const orders = await ready(stage);
    stage.faults.add({ path: '/cgi-bin/message/mass/sendall', kind: 'drop-after' });
    const sent = await together(stage, orders);
    expect(kinds(sent)).toEqual(['unknown', 'unknown', 'unknown']);
    stage.clock.pass(120);
    const found: string[] = [];
    for (const order of goOn(orders, sent)) {
      found.push((await stage.adapter.readBack({ ...order, now: stage.clock.now.toISOString() })).kind);
      // WeChat asks whoever repeats a number to wait a minute.
      stage.clock.pass(120);
    }
    expect(found).toEqual(['pending', 'pending', 'pending']);
    expect(titlesOf(stage)).toEqual(TITLES);
  });

  it('wait for the next day when the day’s messages are used up, each told so', async () => {
    const stage = await mass({ massesADay: 0 });
    const outcomes = await together(stage, await ready(stage));
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ kind: 'failed', code: 'wechat/45028', retry: true, free: true, steps: { mass: '' } });
  });

  it('are deleted by their places', async () => {
    const stage = await mass();
    const orders = await ready(stage);
    const sent = await together(stage, orders);
    const [, second] = goOn(orders, sent);
    const bodies: unknown[] = [];
    const real = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      if (String(input).includes('mass/delete')) bodies.push(JSON.parse(String(init?.body)));
      return real(input, init);
    };
    const outcome = await stage.adapter
      .withdraw(
        { ...(second as ReleaseOrder), steps: { ...second?.steps, massStatus: 'SEND_SUCCESS' } },
        { id: second?.steps.mass ?? '', url: '' },
      )
      .finally(() => {
        globalThis.fetch = real;
      });
    expect(bodies).toMatchObject([{ article_idx: 2 }]);
    expect(outcome).toMatchObject({ kind: 'confirmed', message: expect.stringMatching(/只删了这一篇.*办公室立即/) });
    expect(titlesOf(stage)).toEqual([TITLES[0], TITLES[2]]);
  });
});
