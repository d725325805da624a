import type { Evidence, EvidenceItem } from '#pipeline/review/gate/evidence.ts';
import type { World } from './world.ts';
import { at, type Cast, castOf, NAMES, type Organisation, organisationOf, type Post, WRITER } from './world-bureau.ts';
import { headsOf, iso, START, type Told, tell } from './world-history.ts';

const DAY = 86_400_000;
const day = (time: number): string => new Date(time + 8 * 3_600_000).toISOString().slice(0, 10);

/** Front matter with one thing wrong, each of another kind. */
function spoilt(matter: Record<string, unknown>, index: number): Record<string, unknown> | null {
  const { title: _title, ...untitled } = matter;
  const review = { by: 'anyi', date: '2026-11-23' };
  return at(
    [
      { ...matter, unit: 'jindong' },
      untitled,
      null,
      { ...matter, event_date: '2026-11-31' },
      { ...matter, category: '公告' },
      { ...matter, channels: [] },
      { ...matter, channels: ['website', 'website'] },
      { ...matter, secrecy_review: { ...review, conclusion: '保密' } },
      { ...matter, secrecy_review: review },
      { ...matter, publish_after: '2026-11-25 24:00' },
      { ...matter, correction: { kind: '错字', note: '改正错字' } },
      { ...matter, joint_units: 'jindong' },
    ],
    index,
  );
}

function frontMatterOf({ item, bureau, pullRequest }: World, { units }: Organisation, { person }: Cast, told: Told) {
  const first = Date.parse(told.pushes[0]?.at ?? iso(START));
  const shift = (days: number) => day(first + days * DAY);
  const event = item.kind === 'correction' || item.kind.startsWith('withdrawal') ? shift(item.eventDay - 30) : shift(item.eventDay);
  const names = NAMES.slice(0, bureau.people);
  const matter: Record<string, unknown> = {
    title: '示例',
    submitter: person(pullRequest.submitter) ?? 'nobody',
    submitted_at: '2026-11-24 08:00',
    event_date: event,
    category: '工作动态',
    channels: item.channels,
    secrecy_review: { by: person(item.secrecyBy) ?? 'nobody', date: event, conclusion: '可公开' },
  };
  if (bureau.declared) matter.unit_review = { by: at(names, item.unitReview.by + bureau.offset), at: item.unitReview.at };
  const partners = {
    second: Object.keys(units).slice(0, 2),
    third: Object.keys(units).slice(1, 3),
    own: ['wucheng'],
    nowhere: ['nowhere'],
  };
  if (item.joint) matter.joint_units = partners[item.joint];
  if (item.publishAfter !== null) matter.publish_after = `${shift(item.publishAfter)} 08:00`;
  if (item.kind === 'correction') matter.correction = { kind: '文字', note: '改正错字' };
  if (item.kind.startsWith('withdrawal')) matter.withdraw = { kind: 'error', reason: '内容有误' };
  if (item.kind === 'statutory') matter.basis = { kind: '法定公开', law: '公开条例20(6)' };
  return item.breach === 'front-matter' ? spoilt(matter, item.spoilt) : matter;
}

function headOrganisation(organisation: Organisation, how: World['pullRequest']['headOrganisation']): { organisationHead?: unknown } {
  const { posts, delegations, people } = organisation;
  const [someone = WRITER, another = WRITER] = Object.keys(people).toReversed().slice(0, 2);
  const leader: Post = { unit: 'leaders', post: '分管领导', level: 3, person: someone, from: '2026-12-01' };
  const added = {
    principal: another,
    delegate: posts[1]?.person ?? someone,
    level: 2,
    from: '2026-12-01',
    to: '2026-12-31',
    document: '授权 2 号',
  };
  if (how === 'absent') return {};
  const changes = {
    same: { posts: posts.toReversed() },
    leader: { posts: [...posts, leader] },
    office: { posts: [...posts, { ...leader, unit: 'office', level: 2 }] },
    delegation: { delegations: [...delegations, added] },
    ended: { delegations: delegations.slice(1) },
    'login-twice': { people: { ...people, another: { name: '示例', logins: [someone, `${WRITER}-GH`] } } },
    'post-of-nobody': { posts: [...posts, { ...leader, person: 'nobody' }] },
  };
  return { organisationHead: how === 'nothing' ? null : { ...organisation, ...changes[how] } };
}

/** It was on main before. */
const isPublished = (kind: World['item']['kind']): boolean =>
  ['correction', 'withdrawal', 'released', 'rules', 'organisation'].includes(kind);

/** Which files the pull request names, and which folders its evidence holds. */
function filesOf({ item, policy }: World): { paths: Evidence['files']; folders: string[] } {
  const unit = item.breach === 'unknown-unit' ? 'nowhere' : 'wucheng';
  const folder = `content/items/${unit}/2026-11-23-street`;
  const modified = (path: string) => ({ path, status: 'modified' as const });
  if (item.kind === 'code') return { paths: [modified('site/templates/home.ts')], folders: [] };
  if (item.kind === 'rules' || item.kind === 'organisation') {
    const names = item.kind === 'rules' ? ['content/policy.yml', 'content/terms/holidays.yml'] : ['content/organisation.yml'];
    if (item.breach === 'loose-file') names.push('content/items/README.md');
    if (item.breach === 'moved') {
      const moved = { path: 'content/people.yml', status: 'renamed' as const, previousPath: names[0] as string };
      return { paths: [moved, ...names.slice(1).map(modified)], folders: [...names, moved.path] };
    }
    const other = item.breach === 'mixed' ? 'pipeline/cli.ts' : '.github/CODEOWNERS';
    return { paths: [...names, other].map(modified), folders: names };
  }
  const status = isPublished(item.kind) ? 'modified' : 'added';
  const paths: Evidence['files'] = [{ path: `${folder}/index.md`, status }];
  for (let picture = 0; picture < item.pictures; picture += 1) paths.push({ path: `${folder}/${picture}.jpg`, status: 'added' });
  const folders = [folder];
  const second = { 'second-unit': 'content/items/jindong/2026-11-23-park', 'second-item': 'content/items/wucheng/2026-11-23-park' };
  const more = item.breach === 'second-unit' || item.breach === 'second-item' ? second[item.breach] : null;
  if (more ?? (item.twoItems && policy.items_per_pull_request === 2)) {
    folders.push(more ?? second['second-item']);
    paths.push({ path: `${folders[1]}/index.md`, status: 'added' });
  }
  if (item.breach === 'mixed') paths.push(modified('content/policy.yml'));
  if (item.breach === 'loose-file') paths.push(modified('content/items/wucheng/note.md'));
  if (item.breach === 'bad-name')
    paths.push(modified(`content/items/wucheng/${at(['street', '2026-11-31-street', '2026-11-23-Street'], item.spoilt)}/index.md`));
  if (item.breach === 'moved')
    paths.push({ path: `${folder}/a.jpg`, status: 'renamed', previousPath: 'content/items/wucheng/2026-11-22-old/a.jpg' });
  return { paths, folders };
}

/** What a text is called at a commit: the first item changes with every text, the second only with the last of them. */
const textName = (text: number | null, index: number): string | null => {
  if (text === null) return null;
  return index === 0 ? `text${text}` : `park${text === 2 ? 1 : 0}`;
};

function itemsOf(world: World, organisation: Organisation, cast: Cast, told: Told, folders: string[]): EvidenceItem[] {
  const { item, pullRequest } = world;
  const head = headsOf(told).at(-1) ?? 'main0';
  const published = isPublished(item.kind);
  return folders.map((path, index): EvidenceItem => {
    const trees = Object.fromEntries(Object.entries(told.texts).map(([sha, text]) => [sha, textName(text, index)]));
    if (published) for (const sha of ['main0', 'main1']) trees[sha] = index === 0 ? 'text0' : 'park0';
    if (item.breach === 'removed') trees[head] = null;
    if (pullRequest.merge.endsWith('same')) trees.m1 = trees[head] as string | null;
    if (pullRequest.merge.endsWith('different')) trees.m1 = 'text9';
    if (pullRequest.unreadTree !== null) Reflect.deleteProperty(trees, at(Object.keys(trees), pullRequest.unreadTree));
    return { path, trees, frontMatter: path.startsWith('content/items/') ? frontMatterOf(world, organisation, cast, told) : null };
  });
}

function pullRequestOf({ item, pullRequest }: World, { login }: Cast, told: Told): Evidence['pullRequest'] {
  const { merge, author, issueAuthor, draft, siblings } = pullRequest;
  return {
    number: 12,
    author: login(author),
    base: { ref: item.breach === 'base' ? 'drafts' : 'main', sha: 'main0' },
    head: { ref: 'wucheng/street', sha: headsOf(told).at(-1) ?? 'main0' },
    draft,
    fromFork: item.breach === 'fork',
    merged: ['same', 'different', 'unreadable', 'unknown'].includes(merge),
    ...(issueAuthor ? { issueAuthor: login(issueAuthor), issueAuthors: [login(issueAuthor)] } : {}),
    ...(merge === 'open' ? {} : { mergeSha: merge === 'unknown' ? null : 'm1' }),
    ...(siblings ? { siblings: [13] } : {}),
  };
}

/** Everybody's account; `swapped`: whoever has a recorded number has lost his login to another. */
function accountsOf({ people }: Organisation, known: World['bureau']['numbersKnown']): Pick<Evidence, 'accounts'> {
  if (known === 'none') return {};
  const shift = known === 'swapped' ? 1 : 0;
  const entries = Object.entries(people).flatMap(([id, { logins, ids }]) => {
    const type: 'User' | 'Bot' = known === 'bot' && id === at(Object.keys(people), 1) ? 'Bot' : 'User';
    return logins.map((login) => [login, { id: (ids?.[0] ?? 900 + id.length) + shift, type }] as const);
  });
  return { accounts: Object.fromEntries(entries) };
}

/** What the ledger says was published by hand on a day, without spending chance on it. */
const byHand = (folders: readonly string[], at: number): Record<string, string> =>
  Object.fromEntries(folders.map((folder) => [folder, iso(at).slice(0, 10)]));

/** The evidence of a world: plain data, deterministic. */
export function evidenceOf(world: World): Evidence {
  const { item, pullRequest, policy, bureau } = world;
  const organisation = organisationOf(world);
  const cast = castOf(organisation);
  const told = tell(world, cast);
  const { paths, folders } = filesOf(world);
  const { commits, pushes, reviews, dismissals } = told;
  return {
    version: 1,
    now: iso(told.end + item.nowDays * DAY + 60_000),
    pullRequest: item.breach === 'no-pull-request' ? null : pullRequestOf(world, cast, told),
    ...{ commits, reviews, dismissals, organisation, policy },
    files: paths,
    pushes: pullRequest.activityUnreadable ? [] : pushes,
    items: item.breach === 'no-items' ? [] : itemsOf(world, organisation, cast, told, folders),
    ...(item.kind === 'organisation' ? headOrganisation(organisation, pullRequest.headOrganisation) : {}),
    ...(['correction', 'released', 'released-now', 'withdrawal'].includes(item.kind) ? { released: folders } : {}),
    ...(item.kind === 'new' && item.spoilt > 9 ? { offline: byHand(folders, told.end + (item.spoilt - 9) * 3 * DAY) } : {}),
    ...(pullRequest.incomplete ? { incomplete: ['commits'] } : {}),
    holidays: ['2026-11-30', '2026-12-01'],
    ...accountsOf(organisation, bureau.numbersKnown),
  };
}
