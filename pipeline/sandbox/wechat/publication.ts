import type { Context, Hono } from 'hono';
import { fieldsOf, newsItem, page } from './draft.ts';
import { type Account, type Job, newId, type Published, refuse, seconds } from './state.ts';

type Fields = Record<string, unknown>;

function finish(account: Account, job: Job): void {
  const { state } = account.saved;
  job.status = account.judge(job.article);
  if (job.status !== 0) return;
  job.articleId = newId(account, 'article');
  const published = {
    articleId: job.articleId,
    page: job.articleId.slice(0, 22),
    article: job.article,
    at: seconds(account.now()),
    deleted: false,
  };
  state.published.unshift(published);
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

function statusOf(account: Account, job: Job, published: Published | undefined): Fields {
  const base = { publish_id: job.publishId, publish_status: published?.deleted ? 5 : job.status, fail_idx: [] };
  if (published === undefined) return base;
  const item = [{ idx: 1, article_url: `${account.url()}/s/${published.page}` }];
  return { ...base, article_id: published.articleId, article_detail: { count: 1, item } };
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
  const byId = (articleId: unknown): Published | undefined =>
    state.published.find((published) => published.massId === undefined && published.articleId === articleId);

  on('/cgi-bin/freepublish/submit', (fields, context) => {
    const draft = state.drafts.find(({ mediaId }) => mediaId === fields.media_id);
    if (!draft) return refuse(account, context, 40007);
    state.seq += 1;
    const publishId = 100_000_000 + state.seq;
    const job = {
      publishId,
      mediaId: draft.mediaId,
      article: draft.article,
      status: 1,
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
    if (!published) return refuse(account, context, 53600);
    const url = `${account.url()}/s/${published.page}`;
    return context.json({ news_item: [newsItem(account, published.article, url, { is_deleted: published.deleted })] });
  });
  on('/cgi-bin/freepublish/batchget', (fields, context) => {
    const live = state.published.filter(({ deleted, massId }) => !deleted && massId === undefined);
    const shown = page(live, fields);
    if (shown === null) return refuse(account, context, 40097);
    const item = shown.map(({ articleId, page: id, article, at }) => ({
      article_id: articleId,
      content: { news_item: [newsItem(account, article, `${account.url()}/s/${id}`, { is_deleted: false }, fields.no_content === 1)] },
      update_time: at,
    }));
    return context.json({ total_count: live.length, item_count: item.length, item });
  });
  on('/cgi-bin/freepublish/delete', (fields, context) => {
    const published = byId(fields.article_id);
    if (!published || published.deleted) return refuse(account, context, 53600);
    published.deleted = true;
    return context.json({ errcode: 0, errmsg: 'ok' });
  });
}
