import { describe, expect, it } from 'vitest';
import { fileProblem, itemFolderOf, parseItemId, parseItemPath } from '#pipeline/item/item-path.ts';

describe('the path of an item', () => {
  it('says its unit, date and slug', () => {
    const id = 'wucheng/2026-11-23-street';
    const expected = { id, path: `content/items/${id}`, unit: 'wucheng', date: '2026-11-23', slug: 'street' };
    expect([parseItemId(id), parseItemPath(`content/items/${id}`)]).toEqual([expected, expected]);
  });

  it.each([
    'content/items/wucheng/2026-02-30-street',
    'content/items/wucheng/street',
    'content/items/wucheng/2026-11-23',
    'content/items/wucheng/2026-11-23-',
    'content/items/wucheng/2026-11-23-Street',
    'content/items/wucheng/2026-11-23-街',
    'content/items/wucheng/2026-11-23-a--b',
    'content/items/wucheng/2026-11-23-street/',
    'content/items/wucheng/../wucheng/2026-11-23-street',
    'content/items/Wucheng/2026-11-23-street',
    'content/items/2026-11-23-street',
    'content\\items\\wucheng\\2026-11-23-street',
    '/content/items/wucheng/2026-11-23-street',
    `content/items/wucheng/2026-11-23-${'a'.repeat(200)}`,
  ])('is not %s', (path) => expect(parseItemPath(path)).toBeNull());

  it('is found for any file below it, well named or not', () => {
    expect(itemFolderOf('content/items/wucheng/x/index.md')).toBe('content/items/wucheng/x');
    expect(itemFolderOf('content/items/wucheng/x/a/b.jpg')).toBe('content/items/wucheng/x');
    expect([itemFolderOf('content/items/wucheng/x'), itemFolderOf('content/policy.yml')]).toEqual([null, null]);
  });
});

describe('the files of an item', () => {
  it.each(['index.md', 'street.jpg', 'street-1.jpeg', 'a.b_c.jpg', '1.jpg'])('may be called %s', (name) =>
    expect(fileProblem(name, '100644')).toBeNull(),
  );

  it.each([
    ['street.png', '100644', 'E_PATH_TYPE'],
    ['item.11tydata.js', '100644', 'E_PATH_TYPE'],
    ['index.json', '100644', 'E_PATH_TYPE'],
    ['page.njk', '100644', 'E_PATH_TYPE'],
    ['.gitattributes', '100644', 'E_PATH_TYPE'],
    ['.gitmodules', '100644', 'E_PATH_TYPE'],
    ['other.md', '100644', 'E_PATH'],
    ['INDEX.md', '100644', 'E_PATH'],
    ['street.JPG', '100644', 'E_PATH'],
    ['a/street.jpg', '100644', 'E_PATH'],
    ['../street.jpg', '100644', 'E_PATH'],
    ['a\\street.jpg', '100644', 'E_PATH'],
    ['a%2e.jpg', '100644', 'E_PATH'],
    ['a..jpg', '100644', 'E_PATH'],
    ['-a.jpg', '100644', 'E_PATH'],
    ['.a.jpg', '100644', 'E_PATH'],
    ['con.jpg', '100644', 'E_PATH'],
    ['lpt1.x.jpg', '100644', 'E_PATH'],
    ['a.jpg.', '100644', 'E_PATH_TYPE'],
    [`${'a'.repeat(101)}.jpg`, '100644', 'E_PATH'],
    ['index.md', '120000', 'E_MODE'],
    ['street.jpg', '120000', 'E_MODE'],
    ['street.jpg', '160000', 'E_MODE'],
    ['street.jpg', '100755', 'E_MODE'],
    ['street.jpg', '100664', 'E_MODE'],
  ])('may not be %s with mode %s: %s', (name, mode, code) => expect(fileProblem(name, mode)?.code).toBe(code));
});
