import type { Context, Hono } from 'hono';
import { fieldsOf, newsItem, page } from './draft.ts';
import { type Account, type Job, newId, type Published, refuse, type StoredArticle, seconds } from './state.ts';

type Fields = Record<string, unknown>;

/** The articles of a message that is out, each at its own address. */
export function publishedOf(account: Account, articleId: string, articles: readonly StoredArticle[]): Published[] {
  const at = seconds(account.now());
  return articles.map((article, index) => {
    const page = newId(account, 'page').slice(0, 22);
    return { articleId, place: index + 1, page, article, at, deleted: false };
  });
}

function finish(account: Account, job: Job): void {
  const { state } = account.saved;
  const judged = job.articles.map((article) => account.judge(article));
  job.status = judged.find((status) => status !== 0) ?? 0;
  // Told for what was refused as a copy or by their review, and for nothing else.
  job.refused = [2, 4].includes(job.status) ? judged.flatMap((status, index) => (status === 0 ? [] : [index + 1])) : [];
  if (job.status !== 0) return;
  job.articleId = newId(account, 'article');
  state.published.unshift(...publishedOf(account, job.articleId, job.articles));
  // A draft leaves the draft box once it is published (draft/add, note 1).
  state.drafts = state.drafts.filter(({ mediaId }) => mediaId !== job.mediaId);
}

/** Ends the publications whose time has come. */
export function settle(account: Account): void {
  const now = seconds(account.now());
  for (const job of account.saved.state.jobs) {
    if (job.status === 1 && now - job.at >= account.publishSeconds) finish(account, job);
  }
}

function statusOf(account: Account, job: Job, published: readonly Published[]): Fields {
  const gone = published.length > 0 && published.every(({ deleted }) => deleted);
  const base = { publish_id: job.publishId, publish_status: gone ? 5 : job.status, fail_idx: job.refused };
  if (published.length === 0) return base;
  const item = published.map(({ place, page: id }) => ({ idx: place, article_url: `${account.url()}/s/${id}` }));
  return { ...base, article_id: job.articleId, article_detail: { count: item.length, item } };
}

function newsOf(account: Account, published: readonly Published[], noContent = false): Fields[] {
  return published.map(({ article, page: id, deleted }) =>
    newsItem(account, article, `${account.url()}/s/${id}`, { is_deleted: deleted }, noContent),
  );
}

/**
 * 发布: `submit` accepts a task and nothing more; it ends later, seen by `get` or by the list. The same draft may be submitted twice while
 * the first task runs, and then goes out twice: nobody promises otherwise.
 */
export function publicationRoutes(app: Hono, account: Account): void {
  const { state } = account.saved;
  const on = (path: string, answer: (fields: Fields, context: Context) => Response): void => {
    app.post(path, async (context) => {
      const fields = await fieldsOf(context);
      settle(account);
      return typeof fields === 'number' ? refuse(account, context, fields) : answer(fields, context);
    });
  };
  const byId = (articleId: unknown): Published[] =>
    state.published.filter((published) => published.massId === undefined && published.articleId === articleId);

  on('/cgi-bin/freepublish/submit', (fields, context) => {
    const draft = state.drafts.find(({ mediaId }) => mediaId === fields.media_id);
    if (!draft) return refuse(account, context, 40007);
    state.seq += 1;
    const publishId = 100_000_000 + state.seq;
    const job = {
      publishId,
      mediaId: draft.mediaId,
      articles: draft.articles,
      status: 1,
      refused: [],
      polls: account.publishPolls,
      at: seconds(account.now()),
    };
    state.jobs.push({ ...job, articleId: '' });
    return context.json({ errcode: 0, errmsg: 'ok', publish_id: publishId, msg_data_id: 2_247_483_647 + state.seq });
  });
  on('/cgi-bin/freepublish/get', (fields, context) => {
    const job = state.jobs.find(({ publishId }) => String(publishId) === String(fields.publish_id));
    if (!job) return refuse(account, context, 40097);
    if (job.status === 1 && job.polls <= 0) finish(account, job);
    job.polls -= 1;
    return context.json(statusOf(account, job, byId(job.articleId)));
  });
  on('/cgi-bin/freepublish/getarticle', (fields, context) => {
    const published = byId(fields.article_id);
    return published.length === 0 ? refuse(account, context, 53600) : context.json({ news_item: newsOf(account, published) });
  });
  on('/cgi-bin/freepublish/batchget', (fields, context) => {
    const live = state.published.filter(({ deleted, massId }) => !deleted && massId === undefined);
    const messages = [...new Map(live.map(({ articleId, at }) => [articleId, at]))];
    const shown = page(messages, fields);
    if (shown === null) return refuse(account, context, 40097);
    const item = shown.map(([articleId, at]) => ({
      article_id: articleId,
      content: { news_item: newsOf(account, byId(articleId), fields.no_content === 1) },
      update_time: at,
    }));
    return context.json({ total_count: messages.length, item_count: item.length, item });
  });
  on('/cgi-bin/freepublish/delete', (fields, context) => {
    const index = Number(fields.index ?? 0);
    const there = byId(fields.article_id).filter(({ deleted }) => !deleted);
    const named = there.filter(({ place }) => index === 0 || place === index);
    if (named.length === 0) return refuse(account, context, 53600);
    for (const published of named) published.deleted = true;
    return context.json({ errcode: 0, errmsg: 'ok' });
  });
}
