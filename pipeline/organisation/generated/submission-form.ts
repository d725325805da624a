import { CATEGORIES, CHANNELS } from '../../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import type { Organisation } from '../organisation.ts';

interface Question {
  id: string;
  type: 'input' | 'textarea' | 'dropdown' | 'checkboxes';
  label: string;
  description?: string;
  placeholder?: string;
  options?: readonly string[];
  required: boolean;
}

/** A unit as the form lists it; intake reads the id back from the brackets. */
function unitOption(id: string, name: string): string {
  return `${name}（${id}）`;
}

/** The annex's fields in the annex's order, where a contributor fills them. */
const QUESTIONS = [
  { id: 'submitter', type: 'input', label: '报送人', placeholder: '李四', required: true },
  { id: 'unit', type: 'dropdown', label: '报送单位', required: true },
  { id: 'title', type: 'input', label: '标题', description: '微信标题最多 32 字。', required: true },
  {
    id: 'event_date',
    type: 'input',
    label: '信息日期',
    description: '事情发生的那一天；几天的写最后一天；文件写成文日期。第 7 天 24 时后不再发布（第九条）。',
    placeholder: '2026-11-23',
    required: true,
  },
  { id: 'category', type: 'dropdown', label: '信息类别（第七条）', options: CATEGORIES, required: true },
  { id: 'text', type: 'textarea', label: '信息内容', description: '直接粘贴正文，每段空一行。', required: true },
  { id: 'pictures', type: 'textarea', label: '图片', description: '把 JPG 图片拖到这里，每张下面写一句说明。', required: false },
  {
    id: 'channels',
    type: 'checkboxes',
    label: '拟发布渠道',
    options: CHANNELS.map((channel) => CHANNEL_NAMES[channel]),
    required: false,
  },
  { id: 'source', type: 'input', label: '来源', description: '转发的写原发布单位、网址和日期。', required: false },
  {
    id: 'secrecy',
    type: 'input',
    label: '保密审查人',
    description: '单位负责人或本单位保密审查人，不能是报送人（第五条）。',
    required: true,
  },
  {
    id: 'declarations',
    type: 'checkboxes',
    label: '报送前核对',
    options: [
      '全文和图片不涉密，不属敏感领域（第五条）',
      '内容属实，数据已核（第五条）',
      '不含第六条所列内容',
      '没有写出不该公开的个人信息，图片里的人已同意或已处理',
    ],
    required: true,
  },
  { id: 'remarks', type: 'textarea', label: '备注', required: false },
] as const satisfies readonly Question[];

export type SubmissionQuestion = (typeof QUESTIONS)[number]['id'];

/** The questions' ids and labels in the form's order: intake reads the answers back by them. */
export const SUBMISSION_LABELS: readonly { id: SubmissionQuestion; label: string }[] = QUESTIONS;

function questions(organisation: Organisation): Question[] {
  const units = Object.entries(organisation.units).map(([id, { name }]) => unitOption(id, name));
  return QUESTIONS.map((question) => (question.id === 'unit' ? { ...question, options: units } : question));
}

function element({ id, type, label, description, placeholder, options, required }: Question): object {
  const words = { label, ...(description ? { description } : {}), ...(placeholder ? { placeholder } : {}) };
  if (type === 'checkboxes') {
    const boxes = (options ?? []).map((option) => ({ label: option, ...(required ? { required } : {}) }));
    return { type, id, attributes: { ...words, options: boxes } };
  }
  return { type, id, attributes: { ...words, ...(options ? { options: [...options] } : {}) }, validations: { required } };
}

/**
 * The issue form 信息报送 as GitHub's syntax for issue forms has it: the annex's fields in the annex's order where a contributor fills them.
 * The pull request that intake makes from it goes through the same reviews as any other.
 */
export function submissionForm(organisation: Organisation): object {
  const bureau = organisation.bureau ?? '本单位';
  const introduction = `向${bureau}“两微一站”报送信息。填好后由办公室转成稿件，审核照常进行。涉密的内容不要写在这里。`;
  return {
    name: '信息报送',
    description: '不会用 Git 的，在这里填表报送',
    title: '报送：',
    labels: ['报送'],
    body: [{ type: 'markdown', attributes: { value: introduction } }, ...questions(organisation).map(element)],
  };
}
