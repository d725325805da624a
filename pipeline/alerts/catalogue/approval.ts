import type { ObstacleCode } from '../../review/gate/obstacle.ts';
import { type AlertRow, AT_ONCE, type Course, IN_TIME, rows, TODAY, TRIED, under } from './row.ts';

/** What lies on main and isn't approved. */
const TO_REVIEW: Course = {
  who: '报送单位和审核人',
  how: '照提醒写的补齐，管理员协助；改了稿件的重新送审。',
  by: IN_TIME,
  again: '不会：还没有发过；审核齐了，由系统发一次。',
  one: 'item',
  end: 'done',
};
const TO_MEND: Course = { ...TO_REVIEW, who: '报送单位', how: '照提醒写的改好，重新送审。' };
/** What couldn't be read, and is read again by every run. */
const READ_AGAIN: Course = { ...TO_REVIEW, who: '管理员', how: '先不用办，系统会再读；明天还在的请查明。', unread: true };
const SETTINGS: Course = {
  who: '办公室审核人和分管领导',
  how: '签发这一版名单与规则；不该有的改动，请管理员改回并查明。',
  by: '今天，等着发的信息七日时效照算',
  again: '不会：登记有效以前什么也不发，有效以后没发的发一次。',
  one: 'bureau',
  end: 'registered',
};
const TO_CONFIRM: Course = {
  who: '办公室',
  how: '用合并请求补办，办公室审核、分管领导签发。',
  by: '提醒里写的那一刻',
  again: '不会：撤下的不恢复，也不重发。',
  one: 'item',
  end: 'removal-confirmed',
};

/** What the gate says against a text that lies on main (contracts.md 4), by its code. */
const OBSTACLES = {
  ...rows(
    ['fork', 'other-base', 'too-many-files', 'mixed-change', 'second-item', 'bad-path', 'unknown-unit', 'item-removed', 'shared-head'],
    '稿件没有照规定报送',
    TO_MEND,
  ),
  ...rows(['no-pull-request'], '稿件没有经过合并请求', TO_REVIEW),
  ...rows(['organisation-head', 'front-matter', 'correction-missing', 'nothing-to-withdraw'], '文首或名单写得不合规定', TO_MEND),
  ...rows(['records-incomplete', 'text-unread', 'activity-unreadable', 'merge-unknown'], '审核记录没有读全', READ_AGAIN),
  ...rows(['publish-after-late', 'future-date'], '日期不合七日时效', TO_MEND),
  'seven-days': {
    ...TO_MEND,
    how: '日期写错的改正，确属法定公开的补 basis，重新送审；都不是的不再发布。',
    by: '日期写错的，改正后的七日时效内；别的没有期限',
    what: '过了七日时效，不能发布',
  },
  ...rows(['secrecy-unknown', 'secrecy-submitter', 'secrecy-replace'], '保密审查人写得不对', TO_MEND),
  ...rows(['secrecy-review'], '保密审查人还没有审核', TO_REVIEW),
  ...rows(['unknown-hand', 'unknown-author', 'nobody-left'], '报送、改稿或审核的人认不出或不够', TO_REVIEW),
  ...rows(['draft'], '稿件还没有送审', TO_MEND),
  ...rows(['merged-text'], '主分支上的稿件与审过的不一样', TO_REVIEW),
} satisfies Record<ObstacleCode, AlertRow>;

/** By the days that are left: `days-left-3`. */
export const DAYS_LEFT: AlertRow = {
  ...TO_REVIEW,
  who: '办公室',
  how: '核对暂停、定时和发送时段；等人处理的，请管理员办完。',
  again: '不会重发：条件具备时自动发一次。',
  end: 'nothing-waits',
  what: '已审定，还没有发完，时效快到了',
};

/** What approving tells, and what it watches besides. */
export const APPROVAL = {
  ...OBSTACLES,
  ...under(TO_REVIEW, {
    'review-waiting': '三级审核还没有完成',
    'review-rejected': '审核人已退回',
    'review-refused': '不合审核规则',
    'text-differs': '主分支上的稿件与审过的不一样',
  }),
  ...under(TO_MEND, {
    E_PATH: '文件夹的名字不合规定',
    E_SIZE: '文件太多或太大',
    'check-failed': '发布前复查没有通过',
    'render-failed': '发布前没有排版成',
  }),
  'history-rewritten': {
    ...TO_REVIEW,
    who: '报送单位',
    how: '照提醒写的另开合并请求重新报送，审核人重新审；管理员协助。',
    what: '主分支的历史改写过，审核对不上',
  },
  'evidence-unreadable': { ...READ_AGAIN, what: '审核记录没有读全' },
  'ledger/evidence': {
    ...TO_REVIEW,
    who: '管理员',
    how: '照提醒写的查明；要重新送审的，请报送单位办。',
    again: TRIED,
    what: '审核记录不在台账里或读不出',
  },
  // It may have come to pass while something was sent.
  fault: { ...READ_AGAIN, how: '先不用办，系统会再试；明天还在的请查明。', again: TRIED, what: '程序出错，这一条没有办成' },
  'settings-unverified': { ...SETTINGS, what: '名单与规则还没有登记有效' },
  'settings-moved': {
    ...SETTINGS,
    who: '管理员',
    how: '先不用办：下一次运行按新的一版自动发送。',
    end: 'done',
    what: '名单与规则换了新的一版',
  },
  expired: {
    ...TO_REVIEW,
    who: '办公室',
    how: '知悉；仍需让公众知道的，另报一条新的信息。',
    by: '没有期限',
    again: '不会：这一条在这个渠道不再发布。',
    end: 'expired',
    what: '过了七日时效，不再发布',
  },
  'emergency-review': {
    ...TO_REVIEW,
    who: '还没有补审的审核人',
    how: '照提醒写的在原合并请求里补审（Files changed → Review changes → Approve）。',
    by: '提醒里写的那一刻',
    again: '不会：已按紧急程序发过，补审不再发。',
    end: 'reviewed',
    what: '按紧急程序先发，还要补审',
  },
  'offline-unreviewed': {
    ...TO_REVIEW,
    how: '照提醒写的在合并请求里补齐三级审核，管理员合并；退回的，请管理员立即撤下。',
    by: '提醒里写的那一刻',
    again: '不会：已经手工发布，审核齐了只登记，不再发。',
    what: '线下审签先发，还要补三级审核',
  },
  'withdrawal-unconfirmed': { ...TO_CONFIRM, what: '先行撤下，还要补办确认' },
  'penalty-withdrawal': {
    ...TO_CONFIRM,
    who: '管理员',
    how: '照这条信息的其他提醒到平台核对，撤完后登记。',
    end: 'removed-everywhere',
    what: '行政处罚决定信息还没有撤完',
  },
  'publish-quiet': {
    who: '管理员',
    how: '打开 Actions → publish 手动运行一次；写着已停用的先启用；以后还不自动运行的，由发布程序的账号改一改工作流里的时间表再合并。',
    by: AT_ONCE,
    again: '不会重发：没有发出的留着，恢复运行以后各发一次。',
    one: 'bureau',
    end: 'running',
    what: '发布很久没有运行了',
  },
  'publish-stopped': {
    who: '管理员',
    how: '照提醒写的查明、办好；办好以后下一次运行接着发。',
    by: AT_ONCE,
    again: '不会重发：没有发出的留着，恢复以后各发一次。',
    one: 'bureau',
    end: 'done',
    what: '发布停在半路，什么也没有往下办',
  },
  breaker: {
    who: '办公室审核人',
    how: '逐条核对：是本单位安排的，运行 resume 恢复；不是的不要恢复，请管理员查明。',
    by: '今天，暂停期间七日时效照算',
    again: '不会：一条也没有发出，恢复后各发一次。',
    one: 'bureau',
    end: 'resumed',
    what: '一次要发得太多，全部发布自动停下了',
  },
  'ledger-uncounted': {
    who: '管理员',
    how: '核对台账没有少（sanshen verify --since 上次记下的提交），再运行 sanshen setup --apply 重新登记计数。',
    by: AT_ONCE,
    again: '不会：平台上有的不重发；群发的等人核对。',
    one: 'bureau',
    end: 'done',
    what: '查不到台账的计数，说不清有没有被回退过',
  },
  'mail-quarantined': {
    who: '办公室',
    how: '在邮箱里逐封看：是单位的来稿，请他用名单里的邮箱重发，或把这个邮箱写进名单；看过的移到别的文件夹。',
    by: TODAY,
    again: '不会：隔离的邮件没有做成稿件，也没有回信。',
    one: 'bureau',
    end: 'folder-empty',
    what: '报送邮箱里有没有做成稿件的邮件',
  },
  'upload-waits': {
    who: '办公室',
    how: '照写明的原因请上传的人补传或重传；没有用的，删去那个分支。',
    by: TODAY,
    again: '不会：没有做成稿件，什么也没有发；补好了的，十分钟内自动收下。',
    one: 'bureau',
    end: 'folder-empty',
    what: '上传的文件里有没有做成稿件的',
  },
  'secrecy-call': {
    who: '办公室',
    how: '接到报送人的电话，请转给负责保密的同志；来稿不要打开、下载、转发，由他处理。',
    by: AT_ONCE,
    again: '不会：没有做成稿件，什么也没有发；系统不转发，也不删除。',
    one: 'bureau',
    end: 'folder-empty',
    what: '有来稿要请报送人打电话联系',
  },
  'secrecy-untold': {
    who: '管理员',
    how: '马上当面告诉负责保密的同志；再在名单里补上他的职责（duties 的 secrecy）和邮箱，在 policy.yml 写好 mail。',
    by: AT_ONCE,
    again: '不会：没有做成稿件，什么也没有发；系统不转发，也不删除。',
    one: 'bureau',
    end: 'person',
    what: '保密的提醒没有送到',
  },
  'inspection-due': {
    who: '办公室',
    how: '照上面逐条写的办；全表运行 sanshen report --inspection。',
    by: TODAY,
    again: '不会：这一条只提醒，什么也不发。',
    one: 'bureau',
    end: 'done',
    what: '检查指标有不合格或三天内到期的',
  },
  'many-withdrawals': {
    who: '办公室',
    how: '核对是不是本单位安排的；不是的，立即暂停全部发布（hold）并请管理员查明。',
    by: AT_ONCE,
    again: '不会：撤下的不恢复，也不重发。',
    one: 'bureau',
    end: 'done',
    what: '同时撤下的比平常多',
  },
} satisfies Record<string, AlertRow>;
