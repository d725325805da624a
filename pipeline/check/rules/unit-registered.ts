import type { Report, Rule } from '../rule.ts';

const ROLL = '名单（content/organisation.yml）';

/** The unit of the folder, joint units and the submitter stand in the settings (Art. 8: the reviewers follow from the unit). */
export const unitRegistered: Rule = {
  id: 'meta/unit-registered',
  asks: '报送单位和报送人都在名单里，报送人报的是自己单位的信息。',
  severity: 'error',
  article: '第八条',
  waivable: false,
  check: ({ place, frontMatter, locate }, { organisation }) => {
    const known = (unit: string) => Object.hasOwn(organisation.units, unit);
    const reports: Report[] = [];
    if (place && !known(place.unit)) {
      reports.push({
        words: {
          problem: `文件夹所属的单位 ${place.unit} 不在名单里。`,
          expected: `放在${ROLL}里有的单位之下：${Object.keys(organisation.units).join('、')}。`,
          fix: '把文件夹移到本单位之下；新单位请办公室先加入名单。',
        },
      });
    }
    if (!frontMatter) return reports;
    for (const [index, unit] of (frontMatter.joint_units ?? []).entries()) {
      if (known(unit) && unit !== place?.unit) continue;
      reports.push({
        span: locate(['joint_units', index]),
        words: {
          problem: known(unit) ? '联合报送单位里写了本单位。' : `联合报送单位 ${unit} 不在名单里。`,
          expected: `${ROLL}里的其他单位。`,
          fix: '改正单位代号，或删去这一项。',
        },
      });
    }
    if (!Object.hasOwn(organisation.people, frontMatter.submitter)) {
      reports.push({
        span: locate(['submitter']),
        where: '报送人',
        words: {
          problem: `报送人 ${frontMatter.submitter} 不在名单里。`,
          expected: `${ROLL}里的人员代号。`,
          fix: '改正代号；新同事请办公室先加入名单。',
        },
      });
    }
    const { name, units } = organisation.people[frontMatter.submitter] ?? {};
    if (place && units && !units.includes(place.unit) && frontMatter.joint_units === undefined) {
      reports.push({
        span: locate(['submitter']),
        where: '报送人',
        words: {
          problem: `报送人 ${name}不是${organisation.units[place.unit]?.name ?? ` ${place.unit} `}的。`,
          expected: '报送人报自己单位的信息；联合报送的写明 joint_units。',
          fix: '改由本单位的人报送，或把文件夹移到报送人的单位之下；调动了的请办公室改名单。',
        },
      });
    }
    return reports;
  },
  good: [
    { title: '婺城分局的李四报送' },
    { title: '和金东分局联合报送', frontMatter: { joint_units: ['jindong'] } },
    { title: '为几个单位报送的人', people: { lisi: { units: ['jindong', 'wucheng'] } } },
    { title: '外单位的人报送联合的信息', frontMatter: { joint_units: ['jindong'] }, people: { lisi: { units: ['jindong'] } } },
  ],
  bad: [
    { title: '单位不在名单', folder: 'content/items/nowhere/2026-11-23-street', finds: { line: 1 } },
    { title: '联合单位不在名单', frontMatter: { joint_units: ['nowhere'] } },
    { title: '联合单位是本单位', frontMatter: { joint_units: ['wucheng'] } },
    { title: '报送人是外单位的', people: { lisi: { units: ['jindong'] } }, finds: { line: 3, column: 12, count: 1 } },
    { title: '报送人不在名单', frontMatter: { submitter: 'nobody' }, finds: { line: 3, column: 12 } },
  ],
};
