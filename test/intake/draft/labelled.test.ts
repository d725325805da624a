import { describe, expect, it } from 'vitest';
import { labelledIn } from '#pipeline/intake/draft/labelled.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { ORGANISATION } from '../../bureau.ts';

const organisation = readOrganisation(ORGANISATION, 'content/organisation.yml');
const read = (line: string) => labelledIn([line], organisation, '2026-11-24');

describe('a line that begins with a label of the annex', () => {
  it.each<[string, object]>([
    ['信息类别：工作动态', { category: '工作动态' }],
    ['类别: 业务宣传', { category: '业务宣传' }],
    ['发布渠道：网站、微信', { channels: ['website', 'wechat'] }],
    ['拟发布渠道：☑网站 □微信 ☑微博', { channels: ['website', 'weibo'] }],
    ['拟发布渠道：☑ 网站 □ 微信 ☑ 微博', { channels: ['website', 'weibo'] }],
    ['拟发布渠道：网站√ 微信√ 微博□', { channels: ['website', 'wechat'] }],
    ['发布渠道：网站和微信公众号。', { channels: ['website', 'wechat'] }],
    ['信息日期：11月23日', { event_date: '2026-11-23' }],
    ['信息日期：2026.11.23', { event_date: '2026-11-23' }],
    ['摘要：示例分局开展整治。', { summary: '示例分局开展整治。' }],
    [
      '来源：示例市人民政府网站，https://www.example.gov.cn/a，11月23日',
      { source: { name: '示例市人民政府网站', url: 'https://www.example.gov.cn/a' } },
    ],
    ['保密审查：周一，11月23日，可公开', { secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '可公开' } }],
    ['保密审查人：周一', { secrecy_review: { by: 'zhouyi', date: '待填', conclusion: '待填' } }],
    ['1. 信息类别（category）：工作动态', { category: '工作动态' }],
    ['2、拟发布渠道（channels）：website、微信', { channels: ['website', 'wechat'] }],
    [
      '（3）保密审查（谁审的、哪天、结论）：周一，11月23日，可公开',
      { secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '可公开' } },
    ],
    ['作者：张示例、李 四', { authors: ['张示例', '李四'] }],
    ['作者：张示例 李示例', { authors: ['张示例', '李示例'] }],
    ['备注：请配  图', { remarks: '请配 图' }],
  ])('tells what it says: %s', (line, told) => expect(read(line)).toEqual({ told, rest: [] }));

  it.each([
    '信息类别：好新闻',
    '发布渠道：都行',
    '发布渠道：不发微信',
    '发布渠道：除微博外均可',
    '发布渠道：网站，微信除外',
    '发布渠道：只发网站，勿发微信',
    '发布渠道：网站（微信微博无需）',
    '发布渠道：微信、微博暂缓，先发网站',
    '发布渠道：网站 微信 微博 √',
    '发布渠道：√ 网站、微信',
    '发布渠道：□网站 □微信',
    '发布渠道：网站√√ 微信',
    '信息日期：近日',
    '信息日期：12月30日',
    '保密审查：已审',
    '摘要：（略）',
    '摘要：无',
    '来源：本单位',
    '来源：本局。',
    '联系人：张示例',
    '时间：上午九时',
    '作者：张 三',
    '没有标签的一行',
  ])('that is not sure stays as it is: %s', (line) => expect(read(line)).toEqual({ told: {}, rest: [line] }));
});
