/** What a reader of the two networks would find, asked of their own interfaces with the sandbox's secrets. */

interface Article {
  title: string;
  url: string;
}

const asJson = async (answer: Promise<Response>): Promise<Record<string, unknown>> =>
  (await (await answer).json()) as Record<string, unknown>;

/** Titles and addresses of the published WeChat articles. */
export async function articlesOn(env: Readonly<Record<string, string>>): Promise<Article[]> {
  const base = env.WECHAT_API_BASE;
  const post = (path: string, body: object): Promise<Record<string, unknown>> =>
    asJson(fetch(`${base}${path}`, { method: 'POST', body: JSON.stringify(body) }));
  const { access_token: token } = await post('/cgi-bin/stable_token', {
    grant_type: 'client_credential',
    appid: env.WECHAT_APP_ID,
    secret: env.WECHAT_APP_SECRET,
  });
  const { item } = await post(`/cgi-bin/freepublish/batchget?access_token=${String(token)}`, { offset: 0, count: 20, no_content: 1 });
  return (item as { content: { news_item: Article[] } }[]).flatMap(({ content }) =>
    content.news_item.map(({ title, url }) => ({ title, url })),
  );
}

/** Texts of the account's Weibo posts. */
export async function postsOn(env: Readonly<Record<string, string>>): Promise<string[]> {
  const token = env.WEIBO_ACCESS_TOKEN ?? '';
  const { statuses } = await asJson(fetch(`${env.WEIBO_API_BASE}/2/statuses/user_timeline.json?access_token=${token}`));
  return (statuses as { text: string }[]).map(({ text }) => text);
}
