import type { Evidence } from '#pipeline/review/gate/evidence.ts';

type Push = Evidence['pushes'][number];
type ReviewState = Evidence['reviews'][number]['state'];

/** The bureau of the tests: invented people. Level 1 周一 and 吴九, level 2 郑四 and 王五, level 3 冯六 and 孙七 (主要领导). */
export const organisation = {
  people: {
    lisi: { name: '李四', logins: ['lisi'] },
    zhouyi: { name: '周一', logins: ['zhouyi', 'zhouyi-old'] },
    wujiu: { name: '吴九', logins: ['wujiu'] },
    qianer: { name: '钱二', logins: ['qianer'] },
    baomi: { name: '保八', logins: ['baomi'] },
    zhengsi: { name: '郑四', logins: ['zhengsi'] },
    wangwu: { name: '王五', logins: ['wangwu'] },
    fengliu: { name: '冯六', logins: ['fengliu'] },
    sunqi: { name: '孙七', logins: ['sunqi'] },
    guanli: { name: '关理', logins: ['guanli'] },
  },
  units: {
    wucheng: { name: '婺城分局', kind: 'county', route: 'A' },
    jindong: { name: '金东分局', kind: 'county', route: 'A' },
    fazhi: { name: '法制处', kind: 'department', route: 'B' },
    office: { name: '办公室', kind: 'department', route: 'B' },
  },
  posts: [
    { unit: 'wucheng', post: '分局负责人', level: 1, person: 'zhouyi', from: '2024-01-01' },
    { unit: 'wucheng', post: '分局副职', level: 1, person: 'wujiu', from: '2024-01-01' },
    { unit: 'jindong', post: '分局负责人', level: 1, person: 'qianer', from: '2024-01-01' },
    { unit: 'fazhi', post: '处长', level: 1, person: 'wujiu', from: '2024-01-01' },
    { unit: 'office', post: '办公室主任', level: 1, person: 'zhengsi', from: '2024-01-01' },
    { unit: 'office', post: '办公室审核', level: 2, person: 'zhengsi', from: '2024-01-01', covers: '*' },
    { unit: 'office', post: '办公室审核', level: 2, person: 'wangwu', from: '2024-01-01', covers: '*' },
    { unit: 'leaders', post: '分管领导', level: 3, person: 'fengliu', from: '2024-01-01', covers: '*' },
    { unit: 'leaders', post: '主要领导', level: 3, person: 'sunqi', from: '2024-01-01', covers: '*' },
  ],
  duties: [
    { duty: 'administrator', person: 'guanli', from: '2024-01-01' },
    { duty: 'secrecy', person: 'baomi', unit: 'wucheng', from: '2024-01-01' },
  ],
};

type Organisation = Record<string, unknown> & typeof organisation;

export const ITEM = 'content/items/wucheng/2026-11-23-street';

export const frontMatter = {
  title: '示例：沿街店铺专项整治',
  submitter: 'lisi',
  submitted_at: '2026-11-24 08:30',
  event_date: '2026-11-23',
  category: '工作动态',
  channels: ['website'],
  secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '可公开' },
};

/** `10:02` is that minute of 24 November 2026 in Beijing; a longer text is an instant by itself. */
export function time(text: string): string {
  if (text.includes('T')) return text;
  return text.length > 8 ? `${text.replace(' ', 'T')}:00+08:00` : `2026-11-24T${text.length === 5 ? `${text}:00` : text}+08:00`;
}

/**
 * Tells the story of a pull request, sentence by sentence, and gives its evidence.
 * Commits are named as the story names them (`c1`); the text of an item at a commit is any word.
 */
export class Story {
  readonly evidence: Evidence;
  private nextReview = 1;

  constructor() {
    this.evidence = {
      version: 1,
      now: time('12:00'),
      pullRequest: {
        number: 12,
        author: 'lisi',
        base: { ref: 'main', sha: 'main0' },
        head: { ref: 'wucheng/street', sha: 'c1' },
        draft: false,
        fromFork: false,
        merged: false,
      },
      commits: [],
      files: [{ path: `${ITEM}/index.md`, status: 'added' }],
      pushes: [],
      reviews: [],
      dismissals: [],
      items: [{ path: ITEM, trees: { main0: null }, frontMatter: structuredClone(frontMatter) }],
      organisation: structuredClone(organisation),
      policy: {},
      incomplete: [],
    };
  }

  /** Someone commits and pushes a text; the commit becomes the head. */
  pushes(login: string | null, sha: string, at: string, change: { text?: string | null; forced?: boolean; parents?: string[] } = {}): this {
    const { text = `text of ${sha}`, forced = false } = change;
    const before = this.evidence.pushes.at(-1)?.after ?? '0'.repeat(40);
    const parents = change.parents ?? [forced || /^0+$/.test(before) ? 'main0' : before];
    if (forced) this.evidence.commits = [];
    this.evidence.commits.push({ sha, author: login, committer: login, coAuthors: [], parents });
    this.moves(login, sha, at, { forced });
    return this.text(sha, text);
  }

  /** The branch moves, without a commit of its own. */
  moves(actor: string | null, after: string, at: string, change: Partial<Push> = {}): this {
    const before = this.evidence.pushes.at(-1)?.after ?? '0'.repeat(40);
    this.evidence.pushes.push({ at: time(at), actor, before, after, forced: false, ...change });
    if (this.evidence.pullRequest) this.evidence.pullRequest.head.sha = after;
    return this;
  }

  /** What an item's text is at a commit. */
  text(sha: string, text: string | null, path = this.evidence.items[0]?.path ?? ITEM): this {
    const item = this.evidence.items.find((each) => each.path === path);
    if (item) item.trees[sha] = text;
    return this;
  }

  reviews(login: string | null, at: string, state: ReviewState, more: { commit?: string | null; body?: string } = {}): this {
    const submittedAt = time(at);
    const seen = this.evidence.pushes.filter((push) => Date.parse(push.at) < Date.parse(submittedAt)).at(-1)?.after ?? 'c1';
    const { commit = seen, body = '' } = more;
    this.evidence.reviews.push({ id: this.nextReview++, login, state, submittedAt, commit, body });
    return this;
  }

  approves(login: string | null, at: string, more: { commit?: string | null; body?: string } = {}): this {
    return this.reviews(login, at, 'APPROVED', more);
  }

  asks(login: string | null, at: string, more: { commit?: string | null; body?: string } = {}): this {
    return this.reviews(login, at, 'CHANGES_REQUESTED', more);
  }

  /** The newest review of a person is dismissed. `was: undefined` = nobody knows what it was; `commit` = GitHub did it on a push. */
  dismissed(login: string, at: string, by: string, was?: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED', commit?: string): this {
    const review = this.evidence.reviews.filter((each) => each.login === login && each.state !== 'DISMISSED').at(-1);
    if (!review) throw new Error(`no review of ${login}`);
    review.state = 'DISMISSED';
    this.evidence.dismissals.push({ reviewId: review.id, by, at: time(at), ...(was ? { state: was } : {}), ...(commit ? { commit } : {}) });
    return this;
  }

  /** Three persons in order on one text: 周一 10:00, 郑四 10:10, 冯六 10:20. */
  signed(): this {
    return this.approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('fengliu', '10:20');
  }

  /** Persons sign one after the other on one text: 10:00, 10:10, 10:20. */
  signs(...people: string[]): this {
    people.forEach((login, index) => void this.approves(login, `10:${index}0`));
    return this;
  }

  /** A leader signs with the word 紧急 and a reason. */
  urges(login: string, at: string): this {
    return this.approves(login, at, { body: '紧急：台风预警' });
  }

  frontMatter(change: Record<string, unknown>): this {
    const [item] = this.evidence.items;
    if (item) item.frontMatter = { ...item.frontMatter, ...change };
    return this;
  }

  policy(policy: Record<string, unknown>): this {
    this.evidence.policy = policy;
    return this;
  }

  /** Changes the organisation, starting from the tests' bureau. */
  organisation(change: (organisation: Organisation) => void): this {
    change(this.evidence.organisation as Organisation);
    return this;
  }

  pullRequest(change: Partial<NonNullable<Evidence['pullRequest']>>): this {
    if (this.evidence.pullRequest) Object.assign(this.evidence.pullRequest, change);
    return this;
  }

  has(change: Partial<Evidence>): this {
    Object.assign(this.evidence, change);
    return this;
  }

  file(file: Evidence['files'][number]): this {
    this.evidence.files.push(file);
    return this;
  }

  /** What the first commit is, beside what it was. */
  commit(change: Partial<Evidence['commits'][number]>): this {
    Object.assign(this.evidence.commits[0] as object, change);
    return this;
  }

  coAuthors(...logins: (string | null)[]): this {
    this.evidence.commits[0]?.coAuthors.push(...logins);
    return this;
  }

  /** What the first push is, beside what it was. */
  push(change: Partial<Push>): this {
    Object.assign(this.evidence.pushes[0] as object, change);
    return this;
  }

  /** The first item's text at a commit can't be read. */
  unreadable(sha: string): this {
    Reflect.deleteProperty(this.evidence.items[0]?.trees ?? {}, sha);
    return this;
  }

  reversed(list: 'pushes' | 'reviews'): this {
    this.evidence[list].reverse();
    return this;
  }

  secrecyBy(login: string): this {
    return this.frontMatter({ secrecy_review: { by: login, date: '2026-11-23', conclusion: '可公开' } });
  }

  /** Somebody holds one more post of the unit, of the Office or of the leaders, by the level. */
  holds(person: string, level: 1 | 2 | 3, more: object = {}): this {
    const unit = level === 1 ? 'wucheng' : level === 2 ? 'office' : 'leaders';
    const post = { unit, post: '示例岗位', level, person, from: '2024-01-01', covers: '*', ...more };
    return this.organisation(({ posts }) => void posts.push(post));
  }

  post(place: number, change: object): this {
    return this.organisation(({ posts }) => Object.assign(posts[place] as object, change));
  }

  person(name: keyof typeof organisation.people, change: object): this {
    return this.organisation(({ people }) => Object.assign(people[name], change));
  }

  /** What a pull request makes of the organisation; `null`: it can't be read. */
  proposes(change: ((organisation: Organisation) => void) | null): this {
    const head = structuredClone(this.evidence.organisation) as Organisation;
    change?.(head);
    return this.has({ organisationHead: change && head });
  }

  delegations(...delegations: object[]): this {
    return this.organisation((each) => Object.assign(each, { delegations }));
  }

  with(change: (evidence: Evidence) => void): this {
    change(this.evidence);
    return this;
  }

  at(now: string): this {
    this.evidence.now = time(now);
    return this;
  }
}

/** A new item of 婺城分局 that 李四 pushed at 09:00; nobody has signed. */
export const story = (): Story => new Story().pushes('lisi', 'c1', '09:00', { text: 'text1' });

/** A change of the settings by 关理: 郑四 and 冯六 are asked. */
export function ruleStory(...paths: string[]): Story {
  const told = new Story();
  told.evidence.files = paths.map((path) => ({ path, status: 'modified' }));
  told.evidence.items = paths.map((path) => ({ path, trees: { main0: 'old' }, frontMatter: null }));
  if (told.evidence.pullRequest) told.evidence.pullRequest.author = 'guanli';
  told.pushes('guanli', 'c1', '09:00', { text: 'new' });
  for (const path of paths) told.text('c1', 'new', path);
  return told;
}
