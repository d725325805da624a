import { digestOf } from '../canonical-json.ts';
import type { Level } from './organisation.ts';
import type { Prompt, Terms } from './terms.ts';

/** What each level asks itself where the bureau has written nothing of its own (Arts. 4 to 7, 9, 10). */
const USUAL: readonly Prompt[] = [
  { level: 1, gate: '保密关', article: '第五条', ask: '全文、图片和附件是否都不涉密、不属敏感领域；几条信息合在一起会不会泄密' },
  { level: 1, gate: '政策关', article: '第五条', ask: '时间、地点、人数、金额是否属实；信息日期是不是事情发生的那一天' },
  { level: 1, gate: '法律关', article: '第五条', ask: '是否写出了个人的姓名、住址、电话、车牌；图片里的人和未成年人是否处理' },
  { level: 2, gate: '政治关', article: '第六条', ask: '逐项核对第六条九项；国名、机构名、领导人姓名职务和排序是否准确' },
  { level: 2, gate: '政策关', article: '第七条', ask: '是否属于发布范围；与现行政策、以往口径是否一致' },
  { level: 2, gate: '法律关', article: '第四条', ask: '引用的法律法规名称和条款是否准确、现行有效；用语是否合法' },
  { level: 2, gate: '文字关', article: '第九条', ask: '标题与正文、正文与图片是否相符；有没有错别字、病句、数字前后不一' },
  { level: 3, gate: '政治关', article: '第六条', ask: '现在发布是否合适；会不会引起误读或舆情' },
  { level: 3, gate: '保密关', article: '第十条', ask: '有没有不宜对外的内部工作内容' },
];

/** The prompts that hold: the bureau's own, or the usual ones where it has none. Each level has some (readTerms refuses a list that leaves one out). */
export function promptsOf(terms: Pick<Terms, 'prompts'>): readonly Prompt[] {
  return terms.prompts.length > 0 ? terms.prompts : USUAL;
}

/** What one level asks itself. */
export function promptsFor(prompts: readonly Prompt[], level: Level): readonly Prompt[] {
  return prompts.filter((prompt) => prompt.level === level);
}

/** `sha256:` of the prompts that the reviewers were shown; the review form names it. */
export function promptsDigest(prompts: readonly Prompt[]): string {
  return digestOf(prompts);
}
