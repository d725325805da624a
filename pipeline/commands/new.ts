import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { addDays, type BeijingDate, beijingDate, isDate } from '../beijing-time.ts';
import { workTreeSource } from '../forge/git/content-source.ts';
import { channelsIn } from '../intake/draft/channels.ts';
import { draftOf } from '../intake/draft/draft.ts';
import type { Told } from '../intake/draft/front-matter-text.ts';
import { personNamed } from '../intake/draft/names.ts';
import { type ReadyPicture, readyPicture } from '../intake/picture/ready-picture.ts';
import { readPlainText } from '../intake/plain-text.ts';
import { reportWords } from '../intake/report.ts';
import { writeItem } from '../intake/write-item.ts';
import { hasSecrecyDuty, holds } from '../organisation/holders.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import { Problem } from '../problem.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { clockOf } from './shared/publisher-access.ts';
import { settingsAt } from './shared/settings-at.ts';

/** What a new item can be begun as: its category, and whether it says its source or the law that it is public by. */
const TEMPLATES = {
  动态: { category: '工作动态', source: false, law: false },
  通告: { category: '重要事项公布', source: false, law: false },
  处罚公开: { category: '重要事项公布', source: false, law: true },
  转发: { category: '转发', source: true, law: false },
} as const;
type Template = keyof typeof TEMPLATES;

/** The person at the terminal, and what his answers are held against. */
interface Desk {
  ask: NonNullable<CommandContext['ask']>;
  note: CommandContext['note'];
  organisation: Organisation;
  policy: Policy;
  today: BeijingDate;
}

const ended = (): Problem =>
  new Problem('usage/ended', '还没有答完就结束了；应答完全部问题；什么也没有写，请再运行一次。', { place: 'new' });

/** Asks until the answer will do. @param read `null` for an answer that won't; @param hint what it should be */
async function answered<Value>(
  { ask, note }: Desk,
  question: string,
  hint: string,
  read: (answer: string) => Value | null,
): Promise<Value> {
  for (;;) {
    const answer = await ask(`${question}（${hint}）：`);
    if (answer === null) throw ended();
    const value = read(answer.trim());
    if (value !== null) return value;
    note(`  不行：应为${hint}。`);
  }
}

const words =
  (most: number) =>
  (answer: string): string | null =>
    answer !== '' && [...answer].length <= most ? answer : null;

const oneOf =
  <Value extends string>(values: readonly Value[]) =>
  (answer: string): Value | null =>
    values.find((value) => value === answer) ?? values[Number(answer) - 1] ?? null;

const listed = (values: readonly string[]): string => values.map((value, index) => `${index + 1} ${value}`).join('、');

const personIn =
  (organisation: Organisation) =>
  (answer: string): string | null =>
    Object.hasOwn(organisation.people, answer) ? answer : personNamed(answer, organisation);

/** The paragraphs that somebody types; an empty line ends them. */
async function bodyOf({ ask, note }: Desk): Promise<string> {
  const lines: string[] = [];
  for (;;) {
    const line = await ask(lines.length === 0 ? '正文（每行一段，空行结束）：' : '');
    if (line === null) throw ended();
    if (line.trim() !== '') lines.push(line);
    else if (lines.length > 0) return lines.join('\n');
    else note('  不行：正文不能是空的。');
  }
}

/** Pictures by their paths until an empty answer; WeChat takes no text without one. */
async function picturesOf(desk: Desk, root: string, needed: boolean): Promise<ReadyPicture[]> {
  const pictures: ReadyPicture[] = [];
  for (;;) {
    const hint = needed && pictures.length === 0 ? '文件名；发微信要有一张' : '文件名；没有了直接回车';
    const path = await answered(desk, '图片', hint, (answer) => (answer === '' && needed && pictures.length === 0 ? null : answer));
    if (path === '') return pictures;
    const bytes = await readFile(resolve(root, path)).catch(() => null);
    const picture = bytes === null ? null : await readyPicture({ name: basename(path), bytes }, null);
    if (picture === null) desk.note(`  不行：没有文件 ${path}。`);
    else if ('kind' in picture) desk.note(`  不行：${reportWords(picture)}`);
    else pictures.push({ ...picture, description: await answered(desk, '图片说明', '一句话写明谁在哪里做什么', words(200)) });
  }
}

async function sourceOf(desk: Desk): Promise<NonNullable<Told['source']>> {
  const name = await answered(desk, '原发布单位', '如 示例市人民政府', words(100));
  const url = await answered(desk, '原文网址', '完整网址', (answer) =>
    /^https?:\/\/\S{4,1000}$/.test(answer) && URL.canParse(answer) ? answer : null,
  );
  const published_at = await answered(desk, '原文发布日期', '如 2026-11-23', (answer) => (isDate(answer) ? answer : null));
  return { name, url, published_at };
}

async function lawOf(desk: Desk): Promise<NonNullable<Told['basis']>> {
  const laws = desk.policy.freshness.statutory.bases.map(({ law }) => law);
  const law = await answered(
    desk,
    '公开的法律依据',
    laws.length > 0 ? listed(laws) : '法律名称和条款',
    laws.length > 0 ? oneOf(laws) : words(100),
  );
  return { kind: '法定公开', law };
}

async function create(context: CommandContext): Promise<CommandResult> {
  const { ask, note, root } = context;
  if (ask === undefined) {
    throw new Problem('usage/terminal', 'new 要在终端里一问一答，这里没有终端；有现成文稿的请用 sanshen intake；要新建的请在终端里运行。', {
      place: 'new',
    });
  }
  const settings = await settingsAt(workTreeSource(root));
  const { organisation } = settings;
  const now = clockOf(context);
  const desk: Desk = { ...settings, ask, note, today: beijingDate(now) };
  const names = Object.keys(TEMPLATES) as Template[];
  const template = TEMPLATES[await answered(desk, '样式', listed(names), oneOf(names))];
  const units = Object.keys(organisation.units);
  const unit = await answered(desk, '报送单位', units.map((id) => `${id} ${organisation.units[id]?.name}`).join('、'), oneOf(units));
  const person = await answered(desk, '报送人', '名单里的姓名或代号', personIn(organisation));
  const title = await answered(desk, '标题', '微信最多 32 字', words(100));
  const day = (answer: string): string | null => (isDate(answer) && answer <= desk.today ? answer : null);
  const event_date = await answered(desk, '信息日期', `事情发生的那一天，如 ${addDays(desk.today, -1)}`, day);
  const channels = await answered(desk, '拟发布渠道', '网站、微信、微博中的一个或几个', channelsIn);
  const summary = await answered(desk, '摘要', '一句话，微博发的就是它', words(120));
  const reviewer = await answered(desk, '保密审查人', '单位负责人或本单位保密审查人，不是报送人', (answer) => {
    const by = personIn(organisation)(answer);
    const may = by !== null && (holds(organisation, by, 1, [unit], desk.today) || hasSecrecyDuty(organisation, by, unit, desk.today));
    return may && by !== person ? by : null;
  });
  const told: Told = {
    title,
    event_date,
    category: template.category,
    channels,
    summary,
    ...(template.source ? { source: await sourceOf(desk) } : {}),
    ...(template.law ? { basis: await lawOf(desk) } : {}),
    secrecy_review: { by: reviewer, date: desk.today, conclusion: '可公开' },
  };
  const pictures = await picturesOf(desk, root, channels.includes('wechat'));
  const text = readPlainText(Buffer.from(await bodyOf(desk)), '正文');
  const draft = draftOf({ text, pictures, sender: { person, unit }, arrivedAt: now, organisation, told });
  await writeItem(root, draft.path, draft.files);
  const { id, path, missing } = draft;
  return { exitCode: 0, json: { version: 1, item: { id, path, missing } }, text: `✓ ${path}/index.md\n接着检查：sanshen check ${id}` };
}

export const command: Command = {
  summary: '新建：在终端一问一答，写成一件稿件',
  usage: 'new',
  options: {},
  formats: ['text', 'json'],
  run: create,
};
