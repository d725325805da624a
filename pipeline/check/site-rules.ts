import type { LookedAt } from './looked-at.ts';
import type { Severity } from './rule.ts';

/** What is held against the built site, the ledger and other websites instead of an item: these have no examples, and no waiver. */
export const SITE_RULES: readonly (LookedAt & { severity: Severity })[] = [
  {
    id: 'link/dead',
    name: '打不开的链接',
    asks: '已发布信息里的链接，现在还打得开（check --published --links 查；policy.yml 写 links: {nightly: true} 的，每夜查）。',
    article: '政府网站检查指标',
    severity: 'info',
    waivable: false,
  },
  {
    id: 'site/meta-tags',
    name: '网页的规范标签',
    asks: '每个网页都有规定的标签、一个标题和语言；少了，网站不生成。',
    article: '国办发〔2017〕47号',
    severity: 'error',
    waivable: false,
  },
  {
    id: 'site/freshness-watch',
    name: '栏目和渠道的更新',
    asks: '动态两周内、通知和政策六个月内有更新，空栏目不到五个（check --published 查）。',
    article: '政府网站检查指标',
    severity: 'info',
    waivable: false,
  },
];
