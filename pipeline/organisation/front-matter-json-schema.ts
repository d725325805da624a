import { z } from 'zod';
import { frontMatterSchema } from '../item/front-matter-schema.ts';
import { FIELDS } from '../item/front-matter-words.ts';
import { DO_NOT_EDIT } from './codeowners.ts';

type Node = { properties?: Record<string, Node>; items?: Node; additionalProperties?: Node | boolean; [key: string]: unknown };

const DATE = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$';
const MINUTE = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])( ([01]\\d|2[0-3]):[0-5]\\d)?$';

/** What the strict reading asks for in code and a schema has to be told: how times are written, lists without repetition. */
const FORMS: Record<string, Node> = {
  submitted_at: { pattern: MINUTE },
  event_date: { pattern: DATE },
  publish_after: { pattern: MINUTE },
  'basis.date': { pattern: DATE },
  'source.published_at': { pattern: MINUTE },
  'secrecy_review.date': { pattern: DATE },
  'unit_review.at': { pattern: MINUTE },
  'withdraw.since': { pattern: MINUTE },
  channels: { uniqueItems: true },
  joint_units: { uniqueItems: true },
};

/** Puts the Chinese words of every key where an editor shows them. */
function describe(node: Node, path: string): Node {
  const words = FIELDS[path];
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  return {
    ...(words ? { title: words.name, description: words.expected } : {}),
    ...node,
    ...FORMS[path],
    ...(node.properties
      ? { properties: Object.fromEntries(Object.entries(node.properties).map(([key, inner]) => [key, describe(inner, below(key))])) }
      : {}),
    ...(node.items ? { items: describe(node.items, below('*')) } : {}),
    ...(typeof node.additionalProperties === 'object' ? { additionalProperties: describe(node.additionalProperties, below('*')) } : {}),
  };
}

/** JSON Schema (2020-12) of the front matter, for editors that complete and check YAML. The check's own reading is stricter. */
export function frontMatterJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(frontMatterSchema, { io: 'input' }) as Node;
  return { $schema, $comment: DO_NOT_EDIT, title: '稿件文首', ...describe(schema, '') };
}
