import { type BeijingDate, beijingDate, type Instant } from '../../beijing-time.ts';
import { type FrontMatter, frontMatterSchema } from '../../item/front-matter/front-matter-schema.ts';
import { clockStart, exemptChannels, lastDay, termWords } from '../../organisation/freshness.ts';
import { covers, holds, inForce } from '../../organisation/holders.ts';
import { LEVEL_NAMES, type Organisation } from '../../organisation/organisation.ts';
import { Problem } from '../../problem.ts';
import { VERSION } from '../../version.ts';
import { type Context, contextOf } from '../gate/context.ts';
import type { Evidence } from '../gate/evidence.ts';
import { historyOf, type TextHistory } from '../gate/text-history.ts';
import type { ItemVerdict, LevelVerdict } from '../gate/verdict.ts';
import { LEVEL_ORDINALS, longMinute, postedWords, WITHDRAWALS } from '../words.ts';
import type { FormFile, FormLevel, ReviewForm } from './review-form.ts';

interface Material {
  item: ItemVerdict;
  frontMatter: FrontMatter;
  history: TextHistory;
  levels: readonly FormLevel[];
}

function corrections(_: Context, { frontMatter: { correction, withdraw } }: Material): string[] {
  if (withdraw) {
    const { kind, reason, decision } = withdraw;
    return [`撤稿（${WITHDRAWALS[kind]}）：${reason}`, ...(decision === undefined ? [] : [`行政处罚决定已被依法${decision}`])];
  }
  return correction ? [`更正（${correction.kind}）：${correction.note}`] : [];
}

function delegations(_: Context, { levels }: Material): string[] {
  return levels.flatMap(({ label, person, delegation, decision }) =>
    delegation && decision === 'approved'
      ? [`代签：${label}由 ${person} 受 ${delegation.person} 委托签（${delegation.document ?? '无文件'}）`]
      : [],
  );
}

/** The words that a waiver lets pass are personal data as often as not; the form says which rule and why. */
function waivers(_: Context, { frontMatter }: Material): string[] {
  return (frontMatter.waivers ?? []).map(({ rule, reason }) => `豁免（${rule}）：${reason}`);
}

/** Who of the Office changed the text while it was being written (改稿): he can't be the one who reviews it. */
function officeEdits({ evidence, organisation, personOf, name }: Context, { frontMatter, history }: Material): string[] {
  const hands = [
    ...evidence.commits.filter(history.commitChanges).flatMap(({ author, committer }) => [author, committer]),
    ...evidence.pushes.filter(history.pushChanges).map(({ actor }) => actor),
  ].map(personOf);
  const office = [...new Set(hands)].filter(
    (person) => person !== null && person !== frontMatter.submitter && holds(organisation, person, 2, 'any', 'ever'),
  );
  return office.length > 0 ? [`办公室修改：${office.map((person) => name(person as string)).join('、')}`] : [];
}

function basis({ policy, evidence }: Context, { frontMatter }: Material): string[] {
  const { basis: entry } = frontMatter;
  if (!entry) return [];
  const words = [entry.by, entry.document, entry.date, entry.law].filter((text) => text !== undefined).join('，');
  const term = termWords(frontMatter, policy.freshness, evidence.holidays ?? []);
  return [`${entry.kind}${words ? `：${words}` : ''}${term === '' ? '' : `，网站不受七日限制，${term}`}`];
}

function emergency({ name }: Context, { item }: Material): string[] {
  return item.emergency ? [`紧急发布：${name(item.emergency.person)} 先行签发，其余审核须于 ${longMinute(item.emergency.due)} 前补办`] : [];
}

/** 线下审签: who signed on paper, and when it was published by hand. The three levels have read it as part of the text. */
function offline({ name }: Context, { frontMatter: { offline_review: paper } }: Material): string[] {
  if (!paper) return [];
  const signed = paper.signed.map(({ level, by, at }) => `${LEVEL_ORDINALS[level]}级 ${name(by)} ${at.slice(5)}`).join('、');
  return [`线下审签（以上为补审）：${signed}；手工发布：${postedWords(paper)}`];
}

function origin({ organisation }: Context, { frontMatter, levels }: Material): string[] {
  const joint = (frontMatter.joint_units ?? []).map((unit) => organisation.units[unit]?.name ?? unit);
  const declared = levels.some(({ decision, reviewId }) => decision === 'approved' && reviewId === null);
  return [
    ...(joint.length > 0 ? [`联合报送：${joint.join('、')}`] : []),
    ...(frontMatter.authors ? [`作者：${frontMatter.authors.join('、')}`] : []),
    ...(declared ? ['报送单位按本单位要求审核，由其申报'] : []),
    ...(frontMatter.source ? [`来源：${frontMatter.source.name}`] : []),
  ];
}

/** 报送时间 on the form is the first push; what the unit typed is noted if it is another day. */
function typedTime(_: Context, { frontMatter, history }: Material): string[] {
  const typed = frontMatter.submitted_at.slice(0, 10);
  return history.firstPush !== null && beijingDate(history.firstPush) !== typed
    ? [`报送单位填写的报送时间：${frontMatter.submitted_at}`]
    : [];
}

/** 备注: 更正、代签、豁免 or that there is none, then everything else about the item that isn't the plain way, in a fixed order. */
function remarksOf(context: Context, material: Material): string[] {
  const asked = { 更正: corrections(context, material), 代签: delegations(context, material), 豁免: waivers(context, material) };
  const rest = [officeEdits, basis, emergency, offline, origin, typedTime].flatMap((part) => part(context, material));
  const own = material.frontMatter.remarks ? [material.frontMatter.remarks] : [];
  const none = Object.entries(asked).filter(([, found]) => found.length === 0);
  const closing = none.length > 0 ? [none.map(([word]) => `无${word}`).join('、')] : [];
  return [...Object.values(asked).flat(), ...closing, ...rest, ...own].map((text) => (/[。！？]$/.test(text) ? text : `${text}。`));
}

/** What the form names as the program that concluded. */
export const PROGRAM = `sanshen ${VERSION}`;

export interface FormInput {
  evidence: Evidence;
  item: ItemVerdict;
  /** Every file of the item's folder at the approved tree. */
  files: readonly FormFile[];
  number: string;
  mergeSha: string | null;
  settings: string;
  /** Digest of the prompts that were shown; absent on a draft. */
  prompts?: string | undefined;
  gate: string;
  /** When it is signed, and the SHA-256 of the evidence that the ledger keeps; absent on a draft. */
  signing?: { at: Instant; evidence: string } | undefined;
}

function named(record: Record<string, { name: string }>, id: string): { id: string; name: string } {
  const entry = Object.hasOwn(record, id) ? record[id] : undefined;
  return { id, name: entry?.name ?? id };
}

/** The post that a person signed under, the one for the unit on that day; a delegate has his principal's, and the document (代签). */
function signedAs(
  organisation: Organisation,
  { level, person, for: principal }: LevelVerdict,
  unit: string,
  day: BeijingDate,
): Pick<FormLevel, 'post' | 'delegation'> {
  const held = organisation.posts.find(
    (each) => each.level === level && each.person === (principal ?? person) && inForce(each, day) && covers(each, unit),
  );
  const post = held?.post ?? null;
  if (principal === undefined) return { post };
  const entry = organisation.delegations.find(
    (each) => each.principal === principal && each.delegate === person && each.level === level && inForce(each, day),
  );
  const { name } = named(organisation.people, principal);
  return { post, delegation: { personId: principal, person: name, document: entry?.document ?? null } };
}

function levelOf({ evidence, organisation }: Context, level: LevelVerdict, unit: string): FormLevel {
  const review = evidence.reviews.find(({ id }) => id === level.reviewId);
  return {
    level: level.level,
    label: LEVEL_NAMES[level.level],
    ...(level.unit === undefined ? {} : { unit: named(organisation.units, level.unit) }),
    decision: level.state,
    person: level.person === null ? null : named(organisation.people, level.person).name,
    personId: level.person,
    login: level.login,
    opinion: (level.opinion ?? '').trim(),
    at: level.at,
    reviewId: level.reviewId ?? null,
    head: review?.commit ?? null,
    ...(level.at === null ? { post: null } : signedAs(organisation, level, level.unit ?? unit, beijingDate(level.at))),
  };
}

function lastDayOf({ evidence, policy }: Context, frontMatter: FrontMatter, history: TextHistory, path: string): BeijingDate | null {
  const exempt = exemptChannels(frontMatter, policy.freshness, evidence.released?.includes(path) ?? false);
  if (frontMatter.channels.every((channel) => exempt.includes(channel))) return null;
  return lastDay(clockStart(frontMatter, policy.freshness, history.firstPush), policy.freshness, evidence.holidays);
}

/**
 * Fills the annex's form from the evidence and what the gate concluded from it; also before the last signature, as a draft.
 * @throws Problem `form/unreadable` for an item whose pull request, text or front matter the evidence doesn't hold
 */
export function buildForm({ evidence, item, files, number, mergeSha, settings, prompts, gate, signing }: FormInput): ReviewForm {
  const context = contextOf(evidence);
  const { organisation } = context;
  const { pullRequest } = evidence;
  const entry = evidence.items.find(({ path }) => path === item.path);
  const frontMatter = frontMatterSchema.safeParse(entry?.frontMatter).data;
  const history = entry && historyOf(evidence, entry);
  if (!pullRequest || !frontMatter || typeof history?.present !== 'string') {
    const message = '审核记录里没有这件信息的全部内容，填不了审核单；应有合并请求、文首和正文的版本；请重新收集审核记录。';
    throw new Problem('form/unreadable', message, { place: item.path });
  }
  const unit = named(organisation.units, item.id.split('/')[0] as string);
  const levels = item.levels.map((level) => levelOf(context, level, unit.id));
  return {
    version: 1,
    number,
    verdict: item.verdict,
    bureau: organisation.bureau ?? '',
    submittedAt: history.firstPush,
    submitter: named(organisation.people, frontMatter.submitter),
    unit,
    title: frontMatter.title,
    content: { item: item.id, path: item.path, tree: history.present, files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)) },
    channels: frontMatter.channels,
    levels,
    remarks: remarksOf(context, { item, frontMatter, history, levels }),
    secrecyReview: {
      ...named(organisation.people, frontMatter.secrecy_review.by),
      date: frontMatter.secrecy_review.date,
      conclusion: frontMatter.secrecy_review.conclusion,
    },
    informationDate: frontMatter.event_date,
    lastDay: lastDayOf(context, frontMatter, history, item.path),
    pullRequest: pullRequest.number,
    head: pullRequest.head.sha,
    mergeSha,
    settings,
    ...(prompts === undefined ? {} : { prompts }),
    gate,
    signedAt: signing?.at ?? null,
    evidence: signing?.evidence ?? null,
  };
}
