import { beijingMinute, type Instant } from '../beijing-time.ts';
import type { Github } from '../forge/github/github.ts';
import { Problem } from '../problem.ts';
import type { Alert } from './alert.ts';
import { tellOne } from './tell.ts';

/** The publisher runs every quarter of an hour, in trials once an hour; a schedule may be late, and stops without a word. */
export const QUIET_HOURS = 2;
const HOUR = 3_600_000;

/** What is told where no run of the publisher has begun for so long: then nobody else would notice. */
export function silence({ began, now }: { began: Instant; now: Instant }): Alert | null {
  const hours = Math.floor((Date.parse(now) - Date.parse(began)) / HOUR);
  if (hours < QUIET_HOURS) return null;
  const message = `发布已有 ${hours} 小时没有运行，上一次是 ${beijingMinute(began)} 开始的；应每 15 分钟运行一次；七日时效照算，请管理员现在打开 Actions → publish 手动运行一次，再查为什么停了。`;
  return { item: 'run', code: 'publish-quiet', message };
}

/** Tells that the publisher stands still. Whoever looks runs by other means than its schedule; what can't be read stops nothing. */
export async function watchPublisher(teller: { github: Github; note: (message: string) => void }): Promise<void> {
  try {
    const newest = await teller.github.newestRun('publish.yml');
    const alert = newest && silence(newest);
    if (alert) await tellOne(teller, 'gate', alert);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    teller.note(`没有查到发布有没有按时运行：${error.message}`);
  }
}
