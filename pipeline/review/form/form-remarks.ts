import { beijingDate } from '../../beijing-time.ts';
import type { FrontMatter } from '../../item/front-matter/front-matter-schema.ts';
import { termWords } from '../../organisation/freshness.ts';
import { holds } from '../../organisation/holders.ts';
import type { Context } from '../gate/context.ts';
import type { TextHistory } from '../gate/text-history.ts';
import type { ItemVerdict } from '../gate/verdict.ts';
import { longMinute, WITHDRAWALS } from '../words.ts';
import type { FormLevel } from './review-form.ts';

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

function origin({ organisation }: Context, { frontMatter, levels }: Material): string[] {
  const joint = (frontMatter.joint_units ?? []).map((unit) => organisation.units[unit]?.name ?? unit);
  const declared = levels.some(({ decision, reviewId }) => decision === 'approved' && reviewId === null);
  return [
    ...(joint.length > 0 ? [`联合报送：${joint.join('、')}`] : []),
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
export function remarksOf(context: Context, material: Material): string[] {
  const asked = { 更正: corrections(context, material), 代签: delegations(context, material), 豁免: waivers(context, material) };
  const rest = [officeEdits, basis, emergency, origin, typedTime].flatMap((part) => part(context, material));
  const own = material.frontMatter.remarks ? [material.frontMatter.remarks] : [];
  const none = Object.entries(asked).filter(([, found]) => found.length === 0);
  const closing = none.length > 0 ? [none.map(([word]) => `无${word}`).join('、')] : [];
  return [...Object.values(asked).flat(), ...closing, ...rest, ...own].map((text) => (/[。！？]$/.test(text) ? text : `${text}。`));
}
