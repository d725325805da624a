import type { Octokit, Repository } from './octokit.ts';

const ALERT_LABEL = 'publish-alert';
/** Hidden in the comment that closes an alert: whoever closes it twice says so once. */
const SOLVED = '<!-- sanshen:solved -->';

/** An alert's issue. */
export interface AlertIssue {
  number: number;
  title: string;
  body: string;
}

type Issue = Awaited<ReturnType<Octokit['issues']['listForRepo']>>['data'][number];

const asAlert = ({ number, title, body }: Issue): AlertIssue => ({ number, title, body: body ?? '' });

/** All open alerts, oldest first. */
export async function openAlerts(octokit: Octokit, of: Repository): Promise<AlertIssue[]> {
  const issues = await octokit.paginate(octokit.issues.listForRepo, { ...of, state: 'open', labels: ALERT_LABEL, per_page: 100 });
  return issues
    .filter(({ pull_request }) => !pull_request)
    .map(asAlert)
    .sort((a, b) => a.number - b.number);
}

/** The alert with this mark among the last hundred that were closed. */
async function lastClosed(octokit: Octokit, of: Repository, mark: string): Promise<AlertIssue | null> {
  const asked = { ...of, state: 'closed', labels: ALERT_LABEL, sort: 'updated', direction: 'desc', per_page: 100 } as const;
  const { data } = await octokit.issues.listForRepo(asked);
  return (
    data
      .filter(({ pull_request }) => !pull_request)
      .map(asAlert)
      .find(({ body }) => body.includes(mark)) ?? null
  );
}

/** Closes an alert, and says by what it is solved. */
export async function closeAlert(octokit: Octokit, of: Repository, number: number, words: string): Promise<void> {
  const issue = { ...of, issue_number: number };
  const comments = await octokit.paginate(octokit.issues.listComments, { ...issue, per_page: 100 });
  if (!comments.at(-1)?.body?.includes(SOLVED)) await octokit.issues.createComment({ ...issue, body: `${words}\n\n${SOLVED}` });
  await octokit.issues.update({ ...issue, state: 'closed', state_reason: 'completed' });
}

/**
 * Opens or updates the one alert whose body holds `<!-- key -->`. One that comes back is opened again. Of those
 * that two runs opened at once the first one stays.
 * @param among all open alerts, where they are known
 */
export async function upsertAlert(
  octokit: Octokit,
  of: Repository,
  { key, title, text }: { key: string; title: string; text: string },
  among?: readonly AlertIssue[],
): Promise<void> {
  const mark = `<!-- ${key} -->`;
  const body = text.includes(mark) ? text : `${text}\n\n${mark}`;
  const [found, ...doubles] = (among ?? (await openAlerts(octokit, of))).filter((issue) => issue.body.includes(mark));
  for (const { number } of doubles) await closeAlert(octokit, of, number, `与 #${found?.number} 重复，以那一条为准。`);
  if (found) {
    if (found.title !== title || found.body !== body) await octokit.issues.update({ ...of, issue_number: found.number, title, body });
    return;
  }
  const closed = await lastClosed(octokit, of, mark);
  if (closed === null) return void (await octokit.issues.create({ ...of, title, body, labels: [ALERT_LABEL] }));
  await octokit.issues.update({ ...of, issue_number: closed.number, title, body, state: 'open' });
  await octokit.issues.createComment({
    ...of,
    issue_number: closed.number,
    body: '问题还在，或又出现了，本条重新打开；现在的情况见上面的正文。',
  });
}

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
async function issueOf(octokit: Octokit, of: Repository, year: string): Promise<number> {
  const issues = await octokit.paginate(octokit.issues.listForRepo, { ...of, state: 'all', labels: DAILY_LABEL, per_page: 100 });
  const found = issues.filter(({ body }) => body?.includes(`<!-- sanshen:daily ${year} -->`)).sort((a, b) => a.number - b.number)[0];
  if (found) return found.number;
  const title = `每日发布情况（${year} 年）`;
  return (await octokit.issues.create({ ...of, title, body: about(year), labels: [DAILY_LABEL] })).data.number;
}

/** Writes a day's summary, or writes it anew. Gives its address. */
export async function upsertDaily(octokit: Octokit, of: Repository, { day, body }: Daily): Promise<string> {
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
