/** Who is told to act. */
type Person =
  | '管理员'
  | '办公室'
  | '办公室审核人'
  | '办公室审核人和分管领导'
  | '报送单位'
  | '报送单位和审核人'
  | '报送人'
  | '还没有补审的审核人';

/** What ends an alert, with what its issue says about closing it. */
export const ENDS = {
  /** Its channel asks for nothing any more; without a channel, the step that told it tells it no more. */
  done: '',
  /** As `done`; or the platform says something else by now, or no text waits for its account any more. */
  refusal: '',
  /** As `done`, of what is taken down. */
  removed: '',
  /** Every channel has taken it down. */
  'removed-everywhere': '',
  /** Levels 2 and 3 have confirmed what one person took down. */
  'removal-confirmed': '',
  /** What went out by a leader's signature alone is reviewed by the others, or counts no more. */
  reviewed: '',
  /** No approved text waits any more. */
  'nothing-waits': '',
  /** The settings are registered. */
  registered: '',
  /** A level-2 holder has lifted the pause. */
  resumed: '',
  /** The publisher runs again. */
  running: '',
  /** The nightly look finds the approved text at its address, or it is taken down. */
  compared: '',
  /** The nightly list shows the post as the ledger or the policy says. */
  listed: '登记了、准许保留了的，夜里核对后自动关闭本条；在平台上删掉的，列表里看不出，删好请自己关闭，没有删掉的会再打开。',
  /** Nothing that was sent in lies aside any more. */
  'folder-empty': '邮件都移出隔离文件夹、上传的分支都收下或删去以后，下一次收稿时自动关闭本条；还有的，关了会再打开。',
  /** What has expired is out after all, or taken down. */
  expired: '看过以后请自己关闭本条，关了不会再打开；以后又发出或撤下的，自动关闭。',
  /** Only a person can see it. */
  person: '系统看不到办没办，办好请自己关闭本条，关了不会再打开。',
} as const;
export type End = keyof typeof ENDS;

/** How what an alert asks for is done: who does what until when, whether anything is sent again, and what ends it. */
export interface Course {
  who: Person;
  /** What he does; stands behind `who`. */
  how: string;
  /** Until when, where the alert itself knows no moment. */
  by: string;
  /** Whether anything is sent again. */
  again: string;
  /** What one alert is told of: an item (on each channel by itself), an account, a post of an account, or the whole bureau. */
  one: 'item' | 'account' | 'post' | 'bureau';
  end: End;
  /** A person puts it out: what stops the program at that moment stops him too. */
  publishes?: true;
  /** Something couldn't be read: what was told before may still be so. */
  unread?: true;
}

/** One row of the catalogue. */
export interface AlertRow extends Course {
  /** What happened, in a few words and none of an item. */
  what: string;
}

/** The same row for several codes. */
export function rows<const Code extends string>(codes: readonly Code[], what: string, course: Course): Record<Code, AlertRow> {
  return Object.fromEntries(codes.map((code) => [code, { ...course, what }])) as Record<Code, AlertRow>;
}

/** Rows that share a course, each with what happened. */
export function under<Code extends string>(course: Course, whats: Record<Code, string>): Record<Code, AlertRow> {
  return Object.fromEntries(Object.entries<string>(whats).map(([code, what]) => [code, { ...course, what }])) as Record<Code, AlertRow>;
}

export const IN_TIME = '七日时效内（信息日期后第 7 日 24:00 前，第九条），过期不再发布';
export const TODAY = '今天';
/** Of what every run tries again. */
export const TRIED = '不会重发：没有发出的由系统自动再试，结果不明的先读回；提醒里没有写要手工发的，请不要手工发。';
export const AT_ONCE = '立即';
