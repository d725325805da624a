import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { contextFor, folderFor } from '../example-item.ts';

/** Mistakes that inspections have reported, or that everybody knows; of a county's short names too, which longer phrases don't hold. */
const MISTAKES: readonly (readonly [text: string, rule: string])[] = [
  ['传达学习习近乎总书记讲话精神。', 'prohib/near-miss'],
  ['国务院办功厅印发通知。', 'prohib/near-miss'],
  // Of names that nothing else is called any character is told, whatever it is like.
  ['国家主席习近军发表讲话。', 'prohib/near-miss'],
  ['坚持中国共户党领导。', 'prohib/near-miss'],
  ['党央中作出部署。', 'prohib/near-miss'],
  ['坚定“四个自新”。', 'prohib/near-miss'],
  ['县检查院有关负责人参加会议。', 'prohib/near-miss'],
  ['讨论会由区检查院牵头。', 'prohib/near-miss'],
  ['市监察院派员出庭。', 'prohib/near-miss'],
  ['县人大常委汇召开会议。', 'prohib/near-miss'],
  ['全县人民代表大汇召开。', 'prohib/near-miss'],
  ['县人民法苑开庭审理。', 'prohib/near-miss'],
  ['县综合行政执法据开展巡查。', 'prohib/near-miss'],
  ['中华人民共合国成立纪念日。', 'prohib/near-miss'],
  ['整治占道经赢。', 'prohib/near-miss'],
  ['依照《行政处罪法》处理。', 'fact/law-title'],
  ['赴台湾等国家考察。', 'prohib/sovereignty'],
  ['墙上写着打倒共产党。', 'prohib/slogan'],
  ['患者李建国已经出院。', 'pii/named-person'],
  ['做到再接再励。', 'prohib/near-miss'],
];

/** Of them those that end a career: they stop an item, and no honest text of 68 million characters was stopped by one like them. */
const GRAVE = [
  '传达学习习近乎总书记讲话精神。',
  '习进平总书记强调。',
  '国务院办功厅印发通知。',
  '庆祝中华人民大和国成立。',
  '坚持中国特色社会主意道路。',
  '学习习近平新时代中国特色社会主意思想。',
  '县住房和成乡建设局发布公告。',
  '赴台湾等国家考察。',
  '墙上写着打倒共产党。',
];

describe('a well-known mistake', () => {
  it.each(GRAVE)('stops the item: %s', (text) => {
    const { findings } = checkItem(folderFor({ body: `${text}\n` }), contextFor());
    expect(findings.map(({ severity, rule }) => `${severity} ${rule}`).join()).toMatch(/error prohib\/(?:near-miss|sovereignty|slogan)/);
  });

  it.each(MISTAKES)('is told at once: %s', (text, rule) => {
    const { findings } = checkItem(folderFor({ body: `${text}\n` }), contextFor());
    expect(findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule)).toContain(rule);
  });
});
