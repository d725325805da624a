import type { FrontMatter } from '../../item/front-matter/front-matter-schema.ts';
import type { Rule } from '../rule.ts';

type Basis = NonNullable<FrontMatter['basis']>;

/** What a basis must name, by its kind. */
const NEEDED: Record<Basis['kind'], { keys: (keyof Basis)[]; words: string }> = {
  领导批准: { keys: ['by', 'date'], words: '批准人 by 和批准日期 date' },
  上级要求: { keys: ['document', 'date'], words: '文件 document 和日期 date' },
  认定发布: { keys: ['by'], words: '认定人 by' },
  法定公开: { keys: ['law'], words: '法律依据 law' },
};

/** What may be published (Art. 7): its kinds, and who or what says so where the kind alone doesn't. */
export const contentTypeScope: Rule = {
  id: 'meta/content-type-scope',
  asks: '信息属于发布范围，需要依据的写明依据。',
  severity: 'error',
  article: '第七条',
  waivable: false,
  check: ({ frontMatter, locate }) => {
    if (!frontMatter) return [];
    const { category, basis } = frontMatter;
    const wanted = category === '领导批准' ? '领导批准' : null;
    if ((category === '领导批准' || category === '其他') && (!basis || (wanted && basis.kind !== wanted))) {
      return [
        {
          span: locate(basis ? ['basis', 'kind'] : ['category']),
          where: '信息类别',
          words: {
            problem: `信息类别是“${category}”，没有写明${wanted ? '谁批准' : '依据'}。`,
            expected: wanted ? '写明依据 basis，种类为领导批准。' : '写明依据 basis：领导批准、上级要求、认定发布、法定公开之一。',
            fix: `补上 basis，如 {kind: ${wanted ?? '认定发布'}, by: 批准人, date: 2026-11-23}。`,
          },
        },
      ];
    }
    const needed = basis && NEEDED[basis.kind];
    if (!needed || needed.keys.every((key) => basis[key] !== undefined)) return [];
    return [
      {
        span: locate(['basis']),
        where: '依据',
        words: { problem: `依据“${basis.kind}”没有写全。`, expected: `写明${needed.words}。`, fix: '在 basis 里补上缺的项。' },
      },
    ];
  },
  good: [
    { title: '工作动态不需要依据' },
    {
      title: '领导批准写明了谁、何时批准',
      frontMatter: { category: '领导批准', basis: { kind: '领导批准', by: '冯六', date: '2026-11-23' } },
    },
    { title: '其他信息写明了由谁认定', frontMatter: { category: '其他', basis: { kind: '认定发布', by: '办公室' } } },
    { title: '法定公开写明了法律', frontMatter: { basis: { kind: '法定公开', law: '政府信息公开条例第二十条第六项' } } },
  ],
  bad: [
    { title: '领导批准没有依据', frontMatter: { category: '领导批准' }, finds: { line: 6, column: 11 } },
    { title: '领导批准的依据是别的种类', frontMatter: { category: '领导批准', basis: { kind: '认定发布', by: '办公室' } } },
    { title: '其他信息没有依据', frontMatter: { category: '其他' } },
    { title: '领导批准没有批准人', frontMatter: { category: '领导批准', basis: { kind: '领导批准', date: '2026-11-23' } } },
    { title: '上级要求没有文件', frontMatter: { basis: { kind: '上级要求', date: '2026-11-23' } } },
    { title: '法定公开没有法律依据', frontMatter: { basis: { kind: '法定公开' } } },
  ],
};
