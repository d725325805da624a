import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { link, plain } from '../../item/markdown/markdown-text.ts';
import { LEVEL_ACT } from '../gate/signature-words.ts';
import type { LevelVerdict } from '../gate/verdict.ts';
import { eitherOf, LEVEL_DESKS } from '../words.ts';
import type { GateView, PublishedView, Situation } from './gate-view.ts';

const bold = (name: string): string => `**${plain(name)}**`;

function boldEither({ context }: Situation, people: readonly string[]): string {
  return eitherOf(context.organisation, people, bold);
}

/** Whose desk a level is on: its unit's, the Office's, the leaders'. */
export function deskOf({ context, subject }: Situation, { level, unit }: LevelVerdict): string {
  const own = unit ?? (level === 1 ? subject?.unit : undefined);
  return plain(own ? (context.organisation.units[own]?.name ?? own) : LEVEL_DESKS[level]);
}

/** A sentence without its full stop, so that another can follow. */
function clause(text: string): string {
  return plain(text, 200).replace(/[。；，]$/, '');
}

function rejected(situation: Situation, level: LevelVerdict, revisers: readonly string[]): string {
  const by = bold(situation.context.name(level.person as string));
  const words = clause(level.opinion as string) || '没有写明原因，请直接问退回的人';
  if (revisers.length > 0) return `${by} 已退回：${words}。请 ${boldEither(situation, revisers)} 修改。`;
  return `稿件已改，请 ${by} 重新审核（上次退回：${words}）。`;
}

function passed({ context, subject, item }: Situation, { check, settings }: GateView): string {
  const merged = context.evidence.pullRequest?.merged === true;
  const toMend = (check?.errors ?? 0) + (check?.warnings ?? 0);
  if (toMend > 0 && !merged) return `三级审核已完成，但检查还有 ${toMend} 处要改，改好并重新审核后才能合并（见检查）。`;
  if (settings?.behind && !merged) return '规则变更已审核，但还不能合并：请先更新分支并重新审核（见下）。';
  if (subject?.kind === 'rules') return merged ? '规则变更已审核，台账记下后生效。' : '规则变更已审核，合并后生效。';
  if (subject?.frontMatter.withdraw) return merged ? '撤稿审核已完成，正在撤下。' : '撤稿审核已完成，合并后撤下。';
  if (item?.emergency)
    return `**${plain(context.name(item.emergency.person))}** 紧急签发，${merged ? '正在发布' : '合并后发布'}；其余审核须补办。`;
  return merged ? '三级审核已完成，正在发布。' : '三级审核已完成，合并后发布。';
}

function names(channels: readonly Channel[]): string {
  return channels.map((channel) => CHANNEL_NAMES[channel]).join('、');
}

function published({ item }: Situation, { published: out }: GateView): string {
  const { number, releases, open = [], withdrawn = [], dropped = [], form: address } = out as PublishedView;
  const places = releases.flatMap(({ channel, url }) => {
    const named = link(CHANNEL_NAMES[channel], url);
    return named.length > 0 ? named : [CHANNEL_NAMES[channel]];
  });
  const form = link('审核单', address).map((named) => `，${named}`);
  const later = item?.emergency && item.levels.some(({ state }) => state !== 'approved') ? ['其余审核须补办。'] : [];
  return [
    ...(places.length > 0 ? [`已发布：${places.join('　')}。`] : []),
    ...(open.length > 0 ? [`还没有发完：${names(open)}。`] : []),
    ...(dropped.length > 0 ? [`不再发：${names(dropped)}。`] : []),
    ...(withdrawn.length > 0 ? [`已撤下：${names(withdrawn)}。`] : []),
    `编号 ${plain(number)}${form.join('')}。`,
    ...later,
  ].join('');
}

/** The comment's first line: who must do what (office.md B2). */
export function headline(situation: Situation, view: GateView): string {
  const { standing, context } = situation;
  switch (standing.kind) {
    case 'code':
      return '没有改动稿件和名单，不需要三级审核。';
    case 'unreadable':
      return '暂时核对不了审核记录，先不放行；稍后自动重试。';
    case 'refused':
    case 'secrecy':
    case 'blocked':
      return plain(standing.blocker.message, 300);
    case 'published':
      return published(situation, view);
    case 'draft':
      return '改稿中，未送审。改好后点 **Ready for review** 送审。';
    case 'rejected':
      return rejected(
        situation,
        standing.level,
        standing.acts.filter(({ action }) => action === 'revise').map(({ person }) => person),
      );
    case 'mend':
      return `请 ${standing.person === null ? '报送人' : bold(context.name(standing.person))} 修改 ${standing.errors.length} 处后再送审（见检查）。`;
    case 'appoint':
      return `没有还能${LEVEL_ACT[standing.level.level]}的人（${deskOf(situation, standing.level)}），请办公室安排。`;
    case 'stale':
      return `稿件改过${view.changed ? ` ${view.changed} 处` : ''}，请 ${bold(context.name(standing.level.person as string))} 重新审核（原审核只对旧稿）。`;
    case 'early':
    case 'due':
      return `下一步：请 ${boldEither(situation, standing.people)}（${deskOf(situation, standing.level)}）${LEVEL_ACT[standing.level.level]}`;
    case 'passed':
      return passed(situation, view);
  }
}
