import { posix } from 'node:path';
import { type Fill, fillOfShape } from './colours.ts';
import { addText, type Story, tell } from './story.ts';
import { chosen, descendants, type Element, elementsOf, textOf } from './xml.ts';

/** Drawings of Windows and of old Macs, which no JPEG can be made from, by their names and by how EMF begins. */
const isDrawing = (name: string, bytes: Uint8Array): boolean =>
  /\.(?:emf|wmf|emz|wmz|pict|pct)$/.test(name) || Buffer.from(bytes.subarray(40, 44)).toString('latin1') === ' EMF';

/** Puts a picture that a relation names in its place, under its path in the file; tells why where it can't be kept. */
function addPicture(story: Story, id: string, alt: string, floats: boolean): void {
  const { parts, pictures } = story.reading;
  const relation = parts.relationsOf(story.path).get(id);
  const bytes = relation && parts.bytesOf(relation.target);
  const name = posix.basename(relation?.target ?? '');
  if (story.dropping > 0) addText(story, '（图片）');
  else if (relation?.external) tell(story, 'external-image', relation.target);
  else if (relation === undefined || bytes === undefined || bytes.length === 0) tell(story, 'picture-missing', alt);
  else if (isDrawing(name, bytes)) tell(story, 'picture-kind', name);
  else {
    pictures.set(relation.target, { name, bytes });
    story.pieces.push({ text: '', look: story.look, link: null, node: { type: 'image', url: relation.target, alt }, floats });
  }
}

const isCropped = (fill: Element): boolean =>
  descendants(fill, 'a:srcRect').some(({ attributes }) =>
    ['l', 't', 'r', 'b'].some((side) => Number.parseFloat(attributes[side] ?? '0') > 0),
  );

/** Words of a drawing's own text, which is neither the paragraph's nor a text box's: charts, SmartArt, shapes on a canvas. */
const drawnWords = (tree: Element): string =>
  descendants(tree, 'a:p')
    .map((paragraph) => descendants(paragraph, 'a:t').map(textOf).join(''))
    .filter((words) => words.trim() !== '')
    .join(' ');

/** A part that a drawing shows: told with its words, which aren't kept. */
function tellPart(story: Story, kind: 'chart' | 'diagram', id: string | undefined): void {
  const { parts } = story.reading;
  const relation = parts.relationsOf(story.path).get(id ?? '');
  const tree = relation === undefined || relation.external ? undefined : parts.tree(relation.target);
  const cached = tree === undefined ? '' : descendants(tree, 'c:v').map(textOf).join(' ');
  tell(story, kind, tree === undefined ? '' : [drawnWords(tree), cached].filter((words) => words !== '').join(' '));
}

/** Elements of a drawing in the order of the file; what a text box holds isn't the drawing's. */
function drawn(element: Element): Element[] {
  const inside = element.name === 'mc:AlternateContent' ? chosen(element) : elementsOf(element);
  return inside.flatMap((child) => (child.name === 'w:txbxContent' ? [child] : [child, ...drawn(child)]));
}

/**
 * What a drawing (`w:drawing`, `w:pict`, `w:object`) puts into its paragraph: pictures in their place, text boxes to be read behind it; what can't
 * be kept is told.
 */
export function readDrawing(story: Story, drawing: Element, readBox: (content: Element, fill: Fill) => void): void {
  const elements = drawn(drawing);
  const object = elements.find(({ name }) => name === 'o:OLEObject' || name === 'w:control' || name === 'w:objectEmbed');
  if (object !== undefined) {
    const program = object.attributes.ProgID ?? object.attributes['w:progId'] ?? object.attributes['w:name'] ?? '';
    tell(story, /^Equation/i.test(program) ? 'formula' : 'embedded-object', program);
  }
  const named = elements.find(({ name }) => name === 'wp:docPr')?.attributes ?? {};
  const alt =
    named.descr ?? elements.find(({ name, attributes }) => name === 'v:shape' && attributes.alt !== undefined)?.attributes.alt ?? '';
  const floats = elements.some(({ name }) => name === 'wp:anchor');
  const drawnText: string[] = [];
  for (const [at, element] of elements.entries()) {
    const { name, attributes } = element;
    if (name === 'w:txbxContent') readBox(element, fillOfShape(elements.slice(0, at)));
    else if (name === 'v:textpath' && attributes.string) tell(story, 'watermark', attributes.string);
    else if (name === 'c:chart') tellPart(story, 'chart', attributes['r:id']);
    else if (name === 'dgm:relIds') tellPart(story, 'diagram', attributes['r:dm']);
    else if (name === 'a:p') drawnText.push(drawnWords({ ...element, children: [element] }));
    else if (object === undefined) readPicture(story, element, alt, floats);
  }
  const words = drawnText.filter((text) => text !== '').join(' ');
  if (words !== '') tell(story, 'diagram', words);
}

function readPicture(story: Story, element: Element, alt: string, floats: boolean): void {
  const { name, attributes } = element;
  if (name === 'a:blip') addPicture(story, attributes['r:embed'] ?? attributes['r:link'] ?? '', alt, floats);
  else if (name === 'v:imagedata') addPicture(story, attributes['r:id'] ?? attributes['r:href'] ?? '', alt, floats);
  else if (name.endsWith(':blipFill') && isCropped(element)) tell(story, 'picture-cropped', alt);
}
