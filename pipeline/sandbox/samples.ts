import { addDays, type BeijingDate, beijingDate, beijingMinute, type Instant } from '../beijing-time.ts';

/** A sample submission: who sends what, invented from beginning to end. */
export interface Sample {
  unit: string;
  slug: string;
  submitter: string;
  title: string;
  /** Path of the item's folder. */
  path: string;
  /** The text at each version: the first has faults that the check finds, the last has none. */
  versions: { text: string; message: string; gps: boolean }[];
}

function monthDay(date: BeijingDate): string {
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}

/**
 * The submission of the first run. Its dates are counted from the sandbox's clock, so that it is always news of the last seven days.
 * The first version holds a mobile number and a picture with the place where it was taken.
 */
export function firstSample(now: Instant): Sample {
  const today = beijingDate(now);
  const eventDate = addDays(today, -1);
  const firstDay = addDays(today, -3);
  const title = '婺城分局开展冬季沿街店铺专项整治，三天劝导占道经营八十六起';
  const text = (contact: string) => `---
title: ${title}
submitter: lisi
submitted_at: ${beijingMinute(now)}
event_date: ${eventDate}
category: 工作动态
channels: [website, wechat, weibo]
summary: 婺城分局三天劝导占道经营86起、清理乱堆物料14处，推进沿街店铺规范经营。（示例）
cover: street.jpg
secrecy_review: {by: zhouyi, date: ${today}, conclusion: 可公开}
images: {street.jpg: {kind: photo, credit: 示例}}
---
${monthDay(firstDay)}至${monthDay(eventDate)}，婺城分局组织执法队员32人次，对人民东路、解放西路等6条道路开展沿街店铺**专项整治**，劝导占道经营86起，清理乱堆物料14处，向经营户发放告知书120份。

![执法队员向经营户说明市容责任区要求](street.jpg)

整治中，执法队员采取“先告知、再劝导、后查处”的方式，逐户说明市容和环境卫生责任区要求，依据[《城市市容和环境卫生管理条例》](https://flk.npc.gov.cn/)，对反复占道的依法查处。

| 路段 | 劝导（起） | 清理（处） |
| --- | --- | --- |
| 人民东路 | 41 | 6 |
| 解放西路 | 45 | 8 |

下一步，婺城分局将巩固整治成效，方便市民通行。市民如有意见建议，可拨打${contact}反映。
`;
  return {
    unit: 'wucheng',
    slug: 'dianpu',
    submitter: 'lisi',
    title,
    path: `content/items/wucheng/${eventDate}-dianpu`,
    versions: [
      { text: text('13800138000'), message: '报送：婺城分局开展冬季沿街店铺专项整治', gps: true },
      { text: text('12345热线'), message: '改用服务热线，清除照片位置', gps: false },
    ],
  };
}

/** A second submission, from a division (route B). It waits for its first signature, so that there is something to do at the desk. */
export function waitingSample(now: Instant): Sample {
  const today = beijingDate(now);
  const title = '关于调整城区部分停车泊位收费时段的通告';
  const begins = addDays(today, 14);
  const text = `---
title: ${title}
submitter: shenshi
submitted_at: ${beijingMinute(now)}
event_date: ${today}
category: 重要事项公布
channels: [website, wechat]
summary: ${monthDay(begins)}起，人民东路等4条道路停车泊位收费时段调整为8时至20时。（示例）
cover: street.jpg
secrecy_review: {by: hanshiyi, date: ${today}, conclusion: 可公开}
images: {street.jpg: {kind: photo, credit: 示例}}
---
为方便市民停车，提高泊位周转率，自${monthDay(begins)}起调整城区部分道路停车泊位收费时段：

1. 人民东路、解放西路、示范一路、示范二路的收费时段由7时至21时调整为8时至20时；
2. 收费标准不变，20时至次日8时免费停放。

![调整收费时段的路段](street.jpg)

咨询电话：12345。
`;
  return {
    unit: 'fazhi',
    slug: 'tingche',
    submitter: 'shenshi',
    title,
    path: `content/items/fazhi/${today}-tingche`,
    versions: [{ text, message: `报送：${title}`, gps: false }],
  };
}
