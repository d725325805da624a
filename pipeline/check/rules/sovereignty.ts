import { withoutNearMisses } from '../lexicon/near-miss-hits.ts';
import { SOVEREIGNTY } from '../lexicon/pattern-tables.ts';
import { patternReports } from '../lexicon/patterns.ts';
import type { Rule } from '../rule.ts';

/** Taiwan, Hong Kong, Macao and the autonomous regions are no states (检查指标: 严重表述错误). The rows are in lexicon/, their examples in test/. */
export const sovereignty: Rule = {
  id: 'prohib/sovereignty',
  asks: '涉及台湾、香港、澳门、西藏、新疆和领土主权的表述符合规范。',
  severity: 'error',
  article: '第六条',
  group: '政治表述',
  waivable: true,
  check: (subject, context) => withoutNearMisses(patternReports(subject.blocks, SOVEREIGNTY), subject, context),
  good: [
    { title: '国家和地区', body: '来自新加坡、香港等国家和地区的客商参观了展馆。\n' },
    { title: '规范的说法', body: '内地与香港、澳门经贸往来密切，台湾同胞来大陆交流。\n' },
    { title: '两国之间', body: '中澳关系和中澳两国贸易持续发展。\n' },
    { title: '词语里碰巧有同样的字', body: '其中台阶12处、集中港口作业区3处已清理。\n' },
    {
      title: '写明理由的豁免',
      body: '参展的有“两岸三地摄影联展”获奖作品。\n',
      frontMatter: { waivers: [{ rule: 'prohib/sovereignty', match: '两岸三地', reason: '这是展览活动的正式名称' }] },
    },
  ],
  bad: [
    {
      title: '不规范的合称',
      body: '两岸三地的客商参观了展馆。\n',
      finds: { severity: 'warning', flagged: '两岸三地', line: 13, column: 1, count: 1 },
    },
    { title: '来内地写成来华', body: '港澳游客来华观光。\n', finds: { severity: 'warning', flagged: '港澳游客来华', count: 1 } },
    { title: '繁体、零宽字符隔开', body: '兩岸\u200B三地的客商。\n', finds: { severity: 'warning', count: 1 } },
    { title: '标题里', frontMatter: { title: '婺城分局接待港澳游客来华观光团' }, finds: { severity: 'warning', line: 2, count: 1 } },
  ],
};
