import type { Octokit } from './octokit.ts';

const DAILY_LABEL = 'daily-report';

/** A day's summary: one issue a year, since an issue takes no more than 2,500 comments, and one comment a day. */
export interface Daily {
  /** `2026-11-24` */
  day: string;
  body: string;
}

const about = (year: string): string =>
  [
    `${year} 年每天发布了什么、还在等什么、要谁在什么时候前办：每天夜里由系统写一条，当天重新运行的更新同一条。`,
    '要收通知的，点本页的 Subscribe（订阅）；不用回复。问题另有各自的发布提醒。',
    '',
    `<!-- sanshen:daily ${year} -->`,
  ].join('\n');

/** The year's issue, opened if it isn't there. */
async function issueOf(octokit: Octokit, of: { owner: string; repo: string }, year: string): Promise<number> {
  const issues = await octokit.paginate(octokit.issues.listForRepo, { ...of, state: 'all', labels: DAILY_LABEL, per_page: 100 });
  const found = issues.filter(({ body }) => body?.includes(`<!-- sanshen:daily ${year} -->`)).sort((a, b) => a.number - b.number)[0];
  if (found) return found.number;
  const title = `每日发布情况（${year} 年）`;
  return (await octokit.issues.create({ ...of, title, body: about(year), labels: [DAILY_LABEL] })).data.number;
}

/** Writes a day's summary, or writes it anew. Gives its address. */
export async function upsertDaily(octokit: Octokit, of: { owner: string; repo: string }, { day, body }: Daily): Promise<string> {
  const issue = { ...of, issue_number: await issueOf(octokit, of, day.slice(0, 4)) };
  const mark = `<!-- sanshen:day ${day} -->`;
  const text = `${body}\n${mark}`;
  const since = `${day}T00:00:00Z`;
  const comments = await octokit.paginate(octokit.issues.listComments, { ...issue, since, per_page: 100 });
  const found = comments.find((comment) => comment.body?.includes(mark));
  if (!found) return (await octokit.issues.createComment({ ...issue, body: text })).data.html_url;
  if (found.body !== text) await octokit.issues.updateComment({ ...of, comment_id: found.id, body: text });
  return found.html_url;
}
