import type { Evidence, EvidenceItem, Login } from '#pipeline/review/evidence.ts';

/** Somebody by the part he has in the bureau; `pick` says which of several. */
export interface Actor {
  as: 'head' | 'head-2' | 'office' | 'leader' | 'secrecy' | 'writer' | 'anybody' | 'stranger' | 'deleted' | 'machine';
  pick: number;
}

/** What happens to a pull request; `gap` = minutes since the step before. */
export type Step = { gap: number } & (
  | {
      act: 'push';
      actor: Actor;
      author: Actor;
      committer: Actor;
      coAuthors: Actor[];
      text: number;
      forced: boolean;
      parents: 'before' | 'merge' | 'merge-first' | 'absent';
      commitless: boolean;
    }
  | {
      act: 'review';
      actor: Actor;
      state: Evidence['reviews'][number]['state'];
      commit: 'seen' | 'moved' | 'first' | 'gone' | null;
      body: string;
    }
  | { act: 'dismissal'; target: number; actor: Actor; was: 'true' | 'null' | 'absent'; byGitHub: boolean }
  | { act: 'deletion'; actor: Actor; restored: boolean }
);

type Level = 1 | 2 | 3;

export interface World {
  bureau: {
    people: number;
    units: number;
    offset: number;
    posts: {
      level: Level;
      person: number;
      unit: number;
      from: string;
      to: string | undefined;
      covers: 'own' | 'all' | 'first';
      main: boolean;
    }[];
    twice: number[];
    numbered: number[];
    numbersKnown: 'all' | 'none' | 'swapped';
    secrecy: { person: number; unit: number | null; to: string | undefined }[];
    delegations: { principal: number; delegate: number; level: Level; to: string }[];
    declared: boolean;
  };
  policy: Record<string, unknown> & { items_per_pull_request: number };
  item: {
    kind: 'new' | 'correction' | 'withdrawal' | 'released' | 'statutory' | 'rules' | 'organisation' | 'code';
    breach:
      | null
      | 'fork'
      | 'base'
      | 'second-item'
      | 'second-unit'
      | 'mixed'
      | 'unknown-unit'
      | 'removed'
      | 'front-matter'
      | 'moved'
      | 'loose-file'
      | 'no-items';
    joint: boolean;
    channels: readonly string[];
    eventDay: number;
    nowDays: number;
    publishAfter: number | null;
    secrecyBy: Actor;
    unitReview: { by: number; at: string };
    twoItems: boolean;
  };
  pullRequest: {
    author: Actor;
    issueAuthor: Actor | null;
    submitter: Actor;
    draft: boolean;
    merge: 'open' | 'same' | 'different' | 'unreadable' | 'unknown' | 'queued-same' | 'queued-different';
    siblings: boolean;
    incomplete: boolean;
    activityUnreadable: boolean;
    unreadTree: number | null;
    headOrganisation: 'same' | 'leader' | 'delegation' | 'absent' | 'malformed';
  };
  history: Step[];
}

const NAMES = ['anyi', 'baer', 'chensan', 'dingsi', 'ewu', 'feiliu', 'geqi'];
const UNITS = ['wucheng', 'jindong', 'fazhi'];
const WRITER = 'xieba';
const ZERO = '0'.repeat(40);
const START = Date.parse('2026-11-24T09:00:00+08:00');
const iso = (at: number): string => new Date(at).toISOString();
const day = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

interface Post {
  unit: string;
  post: string;
  level: Level;
  person: string;
  from: string;
  to?: string;
  covers?: '*' | string[];
}

/** The bureau: everybody's posts, with at least one person a level, who may be the same as another. */
function organisationOf({ bureau, item }: World) {
  const names = NAMES.slice(0, bureau.people);
  const units = UNITS.slice(0, item.joint ? Math.max(2, bureau.units) : bureau.units);
  const somebody = (index: number) => at(names, index + bureau.offset);
  const always = { from: '2024-01-01' };
  const posts: Post[] = [
    ...units.map((unit, index): Post => ({ unit, post: '负责人', level: 1, person: somebody(index), ...always })),
    { unit: 'office', post: '办公室审核', level: 2, person: somebody(units.length), ...always, covers: '*' },
    { unit: 'leaders', post: '分管领导', level: 3, person: somebody(units.length + 1), ...always, covers: '*' },
    ...bureau.posts.map(({ level, person, unit, from, to, covers, main }): Post => {
      const place = { 1: at(units, unit), 2: 'office', 3: 'leaders' }[level];
      const reach = { own: {}, all: { covers: '*' as const }, first: { covers: units.slice(0, 1) } }[covers];
      const title = level === 3 && main ? '主要领导' : '示例岗位';
      return { unit: place, post: title, level, person: at([...names, WRITER], person), from, ...(to ? { to } : {}), ...reach };
    }),
  ];
  const people = [...names, WRITER].map((id, index) => [
    id,
    {
      name: id,
      logins: bureau.twice.includes(index) ? [`${id}-gh`, `${id}-old`] : [`${id}-gh`],
      ...(bureau.numbered.includes(index) ? { ids: [100 + index] } : {}),
    },
  ]);
  return {
    people: Object.fromEntries(people) as Record<string, { name: string; logins: string[]; ids?: number[] }>,
    units: Object.fromEntries(units.map((unit) => [unit, { name: unit, kind: 'county', route: unit === 'fazhi' ? 'B' : 'A' }])),
    posts,
    duties: bureau.secrecy.map(({ person, unit, to }) => ({
      duty: 'secrecy',
      person: at([...names, WRITER], person),
      ...(unit === null ? {} : { unit: at(units, unit) }),
      from: '2024-01-01',
      ...(to ? { to } : {}),
    })),
    routes: { A: { level1: bureau.declared ? 'declared' : 'review' } },
    delegations: bureau.delegations
      .map(({ principal, delegate, level, to }) => ({ principal: at(names, principal), delegate: at(names, delegate), level, to }))
      .filter(({ principal, delegate }) => principal !== delegate)
      .map((each) => ({ ...each, from: '2026-11-20', document: '授权 1 号' })),
  };
}

type Organisation = ReturnType<typeof organisationOf>;

/** The person id and the login of an actor; a second login, or another case, now and then. */
function castOf(organisation: Organisation) {
  const { people, posts, duties, units } = organisation;
  const [first, second] = Object.keys(units);
  const names = Object.keys(people);
  function person({ as, pick }: Actor): string | null {
    const list = {
      head: posts.filter(({ level, unit }) => level === 1 && unit === first).map((post) => post.person),
      'head-2': posts.filter(({ level, unit }) => level === 1 && unit === (second ?? first)).map((post) => post.person),
      office: posts.filter(({ level }) => level === 2).map((post) => post.person),
      leader: posts.filter(({ level }) => level === 3).map((post) => post.person),
      secrecy: [...duties.map((duty) => duty.person), ...posts.slice(0, 1).map((post) => post.person)],
      writer: [WRITER],
      anybody: names,
      stranger: [],
      deleted: [],
      machine: [],
    }[as];
    return list.length === 0 ? null : at(list, pick);
  }
  function login(actor: Actor): Login {
    if (actor.as === 'deleted') return null;
    const id = person(actor);
    if (id === null) return actor.as === 'machine' ? at(['web-flow', 'intake[bot]', 'helper'], actor.pick) : 'stranger';
    const name = at(people[id]?.logins ?? [], actor.pick);
    return actor.pick === 5 ? name.toUpperCase() : name;
  }
  return { person, login };
}

type Cast = ReturnType<typeof castOf>;

interface Told {
  commits: Evidence['commits'];
  pushes: Evidence['pushes'];
  reviews: Evidence['reviews'];
  dismissals: Evidence['dismissals'];
  /** Commit → text number; the text of main is none. */
  texts: Record<string, number | null>;
  end: number;
}

/** Lets the history happen, step by step. */
function tell(world: World, { login }: Cast): Told {
  const told: Told = { commits: [], pushes: [], reviews: [], dismissals: [], texts: { main0: null, main1: null }, end: START };
  const heads = () => told.pushes.filter(({ after }) => after !== ZERO).map(({ after }) => after);
  for (const step of world.history) {
    told.end += step.gap * 60_000;
    const when = iso(told.end);
    const last = told.pushes.at(-1)?.after ?? ZERO;
    if (step.act === 'push') {
      const sha = step.commitless && last !== ZERO ? at(heads(), step.text) : `c${told.pushes.length}`;
      if (sha !== last || told.pushes.length === 0) {
        told.pushes.push({ at: when, actor: login(step.actor), before: last, after: sha, forced: step.forced });
      }
      if (sha in told.texts) continue;
      told.texts[sha] = step.text;
      const before = step.forced || last === ZERO ? 'main0' : last;
      const parents = { before: [before], merge: [before, 'main1'], 'merge-first': ['main1', before], absent: undefined }[step.parents];
      if (step.forced) told.commits = [];
      told.commits.push({
        sha,
        author: login(step.author),
        committer: login(step.committer),
        coAuthors: step.coAuthors.map(login),
        ...(parents ? { parents } : {}),
      });
    } else if (step.act === 'review') {
      const commit = step.commit === 'seen' ? (heads().at(-1) ?? null) : step.commit === 'first' ? (heads()[0] ?? null) : step.commit;
      const { state, body } = step;
      told.reviews.push({ id: told.reviews.length + 1, login: login(step.actor), state, submittedAt: when, commit, body });
    } else if (step.act === 'dismissal') {
      const open = told.reviews.filter(({ state }) => state !== 'DISMISSED');
      if (open.length === 0) continue;
      const review = at(open, step.target);
      const was = { true: { state: review.state as 'APPROVED' }, null: { state: null }, absent: {} }[step.was];
      review.state = 'DISMISSED';
      told.dismissals.push({
        reviewId: review.id,
        by: login(step.actor),
        at: when,
        ...was,
        ...(step.byGitHub ? { commit: heads().at(-1) ?? null } : {}),
      });
    } else if (last !== ZERO) {
      told.pushes.push({ at: when, actor: login(step.actor), before: last, after: ZERO, forced: false });
      if (step.restored) told.pushes.push({ at: when, actor: login(step.actor), before: ZERO, after: last, forced: false });
    }
  }
  const head = heads().at(-1) ?? 'main0';
  for (const review of told.reviews) if (review.commit === 'moved') review.commit = head;
  return told;
}

function frontMatterOf({ item, bureau, pullRequest }: World, { units }: Organisation, { person }: Cast, first: number) {
  const shift = (days: number) => day(first + days * 86_400_000);
  const event = item.kind === 'correction' || item.kind === 'withdrawal' ? shift(item.eventDay - 30) : shift(item.eventDay);
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
  if (item.joint) matter.joint_units = Object.keys(units).slice(0, 2);
  if (item.publishAfter !== null) matter.publish_after = `${shift(item.publishAfter)} 08:00`;
  if (item.kind === 'correction') matter.correction = { kind: '文字', note: '改正错字' };
  if (item.kind === 'withdrawal') matter.withdraw = { kind: 'error', reason: '内容有误' };
  if (item.kind === 'statutory') matter.basis = { kind: '法定公开', law: '公开条例20(6)' };
  if (item.breach === 'front-matter') matter.unit = 'jindong';
  return matter;
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
  if (how === 'malformed') return { organisationHead: null };
  if (how === 'leader') return { organisationHead: { ...organisation, posts: [...posts, leader] } };
  if (how === 'delegation') return { organisationHead: { ...organisation, delegations: [...delegations, added] } };
  return { organisationHead: structuredClone(organisation) };
}

/** Which files the pull request names, and which folders its evidence holds. */
function filesOf({ item, policy }: World): { paths: Evidence['files']; folders: string[] } {
  const unit = item.breach === 'unknown-unit' ? 'nowhere' : 'wucheng';
  const folder = `content/items/${unit}/2026-11-23-street`;
  const modified = (path: string) => ({ path, status: 'modified' as const });
  if (item.kind === 'code') return { paths: [modified('site/templates/home.ts')], folders: [] };
  if (item.kind === 'rules' || item.kind === 'organisation') {
    const names = item.kind === 'rules' ? ['content/policy.yml', 'content/terms/holidays.yml'] : ['content/organisation.yml'];
    const other = item.breach === 'mixed' ? 'pipeline/cli.ts' : '.github/CODEOWNERS';
    return { paths: [...names, other].map(modified), folders: names };
  }
  const paths: Evidence['files'] = [{ path: `${folder}/index.md`, status: 'added' }];
  const folders = [folder];
  const second = { 'second-unit': 'content/items/jindong/2026-11-23-park', 'second-item': 'content/items/wucheng/2026-11-23-park' };
  const more = item.breach === 'second-unit' || item.breach === 'second-item' ? second[item.breach] : null;
  if (more ?? (item.twoItems && policy.items_per_pull_request > 1)) {
    folders.push(more ?? second['second-item']);
    paths.push({ path: `${folders[1]}/index.md`, status: 'added' });
  }
  if (item.breach === 'mixed') paths.push(modified('content/policy.yml'));
  if (item.breach === 'loose-file') paths.push(modified('content/items/wucheng/note.md'));
  if (item.breach === 'moved')
    paths.push({ path: `${folder}/a.jpg`, status: 'renamed', previousPath: 'content/items/wucheng/2026-11-22-old/a.jpg' });
  return { paths, folders };
}

/** What a text is called at a commit: the first item changes with every text, the second only with the last of them. */
const textName = (text: number | null, index: number): string | null => {
  if (text === null) return null;
  return index === 0 ? `text${text}` : `park${text === 2 ? 1 : 0}`;
};

/** The evidence of a world: plain data, deterministic. */
export function evidenceOf(world: World): Evidence {
  const { item, pullRequest, policy } = world;
  const organisation = organisationOf(world);
  const cast = castOf(organisation);
  const told = tell(world, cast);
  const { paths, folders } = filesOf(world);
  const heads = told.pushes.filter(({ after }) => after !== ZERO).map(({ after }) => after);
  const head = heads.at(-1) ?? 'main0';
  const first = Date.parse(told.pushes[0]?.at ?? iso(START));
  const published = ['correction', 'withdrawal', 'released', 'rules', 'organisation'].includes(item.kind);
  const merged: Record<string, number | null | undefined> = {
    same: told.texts[head] ?? null,
    'queued-same': told.texts[head] ?? null,
    different: 9,
    'queued-different': 9,
  };
  const items = folders.map((path, index): EvidenceItem => {
    const trees = Object.fromEntries(Object.entries(told.texts).map(([sha, text]) => [sha, textName(text, index)]));
    if (published) for (const sha of ['main0', 'main1']) trees[sha] = index === 0 ? 'text0' : 'park0';
    if (item.breach === 'removed') trees[head] = null;
    if (merged[pullRequest.merge] !== undefined) trees.m1 = pullRequest.merge.endsWith('same') ? (trees[head] as string) : 'text9';
    if (pullRequest.unreadTree !== null) Reflect.deleteProperty(trees, at(Object.keys(trees), pullRequest.unreadTree));
    const isItem = path.startsWith('content/items/');
    return { path, trees, frontMatter: isItem ? frontMatterOf(world, organisation, cast, first) : null };
  });
  const numbers = Object.entries(organisation.people).flatMap(([id, { logins, ids }]) =>
    logins.map((login) => [login, ids?.[0] ?? 900 + id.length] as const),
  );
  const accounts = Object.fromEntries(
    numbers.map(([login, id]) => [login, { id: world.bureau.numbersKnown === 'swapped' ? id + 1 : id, type: 'User' as const }]),
  );
  const isMerged = ['same', 'different', 'unreadable', 'unknown'].includes(pullRequest.merge);
  return {
    version: 1,
    now: iso(told.end + item.nowDays * 86_400_000 + 60_000),
    pullRequest: {
      number: 12,
      author: cast.login(pullRequest.author),
      base: { ref: item.breach === 'base' ? 'drafts' : 'main', sha: 'main0' },
      head: { ref: 'wucheng/street', sha: head },
      draft: pullRequest.draft,
      fromFork: item.breach === 'fork',
      merged: isMerged,
      ...(pullRequest.issueAuthor ? { issueAuthor: cast.login(pullRequest.issueAuthor) } : {}),
      ...(pullRequest.merge === 'open' ? {} : { mergeSha: pullRequest.merge === 'unknown' ? null : 'm1' }),
      ...(pullRequest.siblings ? { siblings: [13] } : {}),
    },
    commits: told.commits,
    files: paths,
    pushes: pullRequest.activityUnreadable ? [] : told.pushes,
    reviews: told.reviews,
    dismissals: told.dismissals,
    items: item.breach === 'no-items' ? [] : items,
    organisation,
    policy,
    ...headOrganisation(organisation, pullRequest.headOrganisation),
    released: ['correction', 'released', 'withdrawal'].includes(item.kind) ? folders : [],
    incomplete: pullRequest.incomplete ? ['commits'] : [],
    holidays: ['2026-11-30'],
    ...(world.bureau.numbersKnown === 'none' ? {} : { accounts }),
  };
}
