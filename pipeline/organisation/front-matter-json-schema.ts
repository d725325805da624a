import { z } from 'zod';
import { frontMatterSchema } from '../item/front-matter-schema.ts';
import { FIELDS } from '../item/front-matter-words.ts';
import { DO_NOT_EDIT } from './codeowners.ts';

type Node = { properties?: Record<string, Node>; items?: Node; additionalProperties?: Node | boolean; [key: string]: unknown };

/** Puts the Chinese words of every key where an editor shows them. */
function describe(node: Node, path: string): Node {
  const words = FIELDS[path];
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  return {
    ...(words ? { title: words.name, description: words.expected } : {}),
    ...node,
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
