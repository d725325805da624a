import { createHash } from 'node:crypto';
import type { SiteData, SiteItem, SitePicture } from '#pipeline/render/site-data.ts';
import { samplePicture } from '#pipeline/sandbox/sample-picture.ts';
import type { SitePictureFile } from '../../site/build.ts';

// All names, numbers and events are invented.
const UNITS: Record<string, string> = {
  wucheng: '婺城分局（示例）',
  jindong: '金东分局（示例）',
  lanxi: '兰溪分局（示例）',
  fazhi: '法制处',
  zhanqian: '站前管理中心',
  fuwu: '城管服务中心',
};

const COLUMNS: [id: string, name: string, category: string, description: string][] = [
  ['news', '工作动态', '工作动态', '各分局、处室和中心的工作情况。'],
  ['notices', '通知公告', '领导批准', '通知、公告和征求意见。'],
  ['matters', '重要事项', '重要事项公布', '重要事项的公布。'],
  ['service', '业务宣传', '业务宣传', '办事指南、政策解读和科普。'],
];

/** Title, column, unit; a number of a picture where there is one. Newest first, one a day. */
const ITEMS: [title: string, column: string, unit: string, picture?: number][] = [
  ['关于调整城区部分停车泊位收费时段的通告', 'notices', 'fazhi'],
  ['婺城分局开展冬季沿街店铺专项整治，三天劝导占道经营八十六起', 'news', 'wucheng', 1],
  ['站前管理中心开展“文明出站”志愿服务', 'news', 'zhanqian', 2],
  ['一图读懂：新修订的市容和环境卫生管理条例', 'service', 'fazhi', 3],
  ['市综合行政执法局召开第四季度执法规范化建设推进会', 'news', 'fazhi'],
  ['城管服务中心受理渠道一览（2026年第四季度）', 'matters', 'fuwu'],
  ['兰溪分局夜查渣土运输车辆', 'news', 'lanxi', 4],
  ['公开征求《户外招牌设置导则》意见', 'notices', 'fazhi'],
  ['文明养犬，这几条要记牢', 'service', 'jindong', 5],
  ['金东分局联合社区清理楼道', 'news', 'jindong'],
  ['餐厨垃圾怎么投放', 'service', 'fuwu'],
  ['2026年行政执法人员资格考试安排', 'notices', 'fazhi'],
  ['占道挖掘施工公告（第31号）', 'notices', 'lanxi'],
  ['停车缴费常见问题解答', 'service', 'fuwu'],
  ['第三季度城市管理满意度调查结果', 'matters', 'fuwu'],
  ['雨雪天气道路清扫工作提示', 'service', 'wucheng'],
  ['婺城分局完成早餐网点布局', 'news', 'wucheng'],
  ['金东分局推进户外广告整治', 'news', 'jindong'],
  ['站前广场增设便民座椅', 'news', 'zhanqian'],
  ['兰溪分局走访建筑工地', 'news', 'lanxi'],
  ['婺城分局清理共享单车乱停放', 'news', 'wucheng'],
  ['城管进校园，小学生当一天“小城管”', 'news', 'jindong'],
  ['站前管理中心保障假期客流', 'news', 'zhanqian'],
  ['兰溪分局整治夜间烧烤油烟', 'news', 'lanxi'],
  ['婺城分局开展“门前三包”检查', 'news', 'wucheng'],
];

const dayBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

const picture = (credit: string): SitePicture => ({ name: 'cover.jpg', alt: '执法队员走访沿街店铺', credit, width: 1280, height: 720 });

const TEXT =
  '<p>11月22日至24日，婺城分局组织执法队员32人次，对人民东路、解放西路等6条道路开展沿街店铺专项整治，劝导占道经营86起，清理乱堆物料14处，向经营户发放告知书120份。</p>';

function itemOf([title, column, unit, number]: (typeof ITEMS)[number], index: number): SiteItem {
  const day = dayBefore('2026-11-24', index);
  const slug = `${day}-item-${index + 1}`;
  const cover = number === undefined ? null : picture('（示例　摄）');
  return {
    id: `${unit}/${slug}`,
    path: `/${unit}/${slug}/`,
    title,
    summary: `${title}的摘要。`,
    category: COLUMNS.find(([id]) => id === column)?.[2] ?? '其他',
    columns: [column],
    unit: { id: unit, name: UNITS[unit] ?? unit },
    source: { name: UNITS[unit] ?? unit, url: '', publishedAt: '' },
    author: '李四',
    editor: '郑四',
    publishedAt: `${day} 10:32`,
    eventDate: dayBefore(day, index % 6),
    readingMinutes: 3,
    keywords: '示例',
    html: cover
      ? `${TEXT}<figure><img src="cover.jpg" alt="${cover.alt}" width="1280" height="720"><figcaption>${cover.alt}${cover.credit}</figcaption></figure>${TEXT}`
      : TEXT,
    images: cover ? [cover] : [],
    cover,
    correction: null,
    withdrawal: null,
    links: { wechat: '', weibo: '' },
    formNumber: `2026-${String(120 - index).padStart(4, '0')}`,
    digest: `sha256:${String(index).padStart(64, '0')}`,
  };
}

/** A site with 25 items: one corrected and confirmed on the other channels, one a repost, one withdrawn. */
export function sampleData(change: Partial<SiteData> = {}): SiteData {
  const items = ITEMS.map(itemOf);
  const alter = (index: number, to: Partial<SiteItem>): void => {
    items[index] = { ...(items[index] as SiteItem), ...to };
  };
  alter(1, {
    correction: { kind: '文字', note: '第二段“八十八起”更正为“八十六起”。', at: '2026-11-25 15:10' },
    links: { wechat: 'https://mp.weixin.qq.example/s/abc', weibo: 'https://weibo.example/1/2' },
  });
  alter(10, { source: { name: '示例市生态环境局', url: 'https://hb.example.gov.cn/1.html', publishedAt: '2026-11-13' } });
  alter(12, { withdrawal: { reason: '内容有误。', at: '2026-11-25 16:02' } });
  return {
    version: 1,
    today: '2026-11-24',
    demo: false,
    preview: false,
    empty: false,
    site: {
      url: 'https://xzzfj.example.gov.cn',
      name: '示例市综合行政执法局',
      domain: 'xzzfj.example.gov.cn',
      idCode: '3300000000',
      icp: '浙ICP备00000000号',
      police: '浙公网安备 00000000000000号',
      contact: '0579-00000000',
      mourning: false,
      address: '示例市示例路 1 号',
      accounts: {
        wechat: { name: '示例市综合行政执法局', code: 'https://weixin.example/r/1' },
        weibo: { name: '示例市综合行政执法局', url: 'https://weibo.example/u/1' },
      },
    },
    columns: COLUMNS.map(([id, name, category, description]) => ({
      id,
      name,
      type: name,
      description,
      keywords: `${name}，示例市`,
      categories: [category],
    })),
    items,
    rules: [
      {
        ...{
          id: 'pii/phone',
          name: '手机号',
          asks: '不公开个人手机号。',
          severity: '须改',
          article: '第五条',
          group: '个人信息',
          waivable: true,
        },
        good: [{ title: '没有号码', lines: [] }],
        bad: [{ title: '正文里的号码', lines: ['联系电话：138…（共 11 位）'] }],
      },
    ],
    ...change,
  };
}

/** A picture as a build takes it. */
export const pictureFile = (path: string, bytes: Uint8Array): SitePictureFile => ({
  path,
  id: createHash('sha256').update(bytes).digest('hex'),
  read: async () => bytes,
});

const PICTURES = await Promise.all(
  ITEMS.flatMap(([title, column, unit, seed], index) => {
    if (seed === undefined) return [];
    const path = `${itemOf([title, column, unit, seed], index).path}cover.jpg`;
    return [samplePicture({ seed }).then((bytes) => pictureFile(path, bytes))];
  }),
);

/** The pictures that the items of `sampleData` name. */
export const samplePictures = (): SitePictureFile[] => PICTURES;
