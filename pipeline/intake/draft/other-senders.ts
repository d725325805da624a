import type { Organisation } from '../../organisation/organisation.ts';
import type { Annex } from './annex.ts';
import type { Fields } from './fields.ts';
import { personNamed, unitsNamed } from './names.ts';

/** From whom it came, as far as the way it came tells. */
interface Sent {
  sender: { person: string | null };
  organisation: Organisation;
}

/** Where an item goes, and what its text and its form say. */
interface Said {
  unit: string;
  fields: Fields;
  annex: Annex | null;
}

function otherUnit({ organisation }: Sent, { unit, fields, annex }: Said): string | null {
  const named = unitsNamed(annex?.unit ?? '', organisation);
  if (annex?.unit && !(named.length === 1 && named[0] === unit)) return annex.unit;
  return fields.unit === null || fields.unit === unit ? null : (organisation.units[fields.unit]?.name ?? fields.unit);
}

function otherPerson({ sender, organisation }: Sent, { annex }: Said): string | null {
  const name = annex?.submitter?.replace(/\s/g, '') ?? '';
  if (name === '') return null;
  const isSame = sender.person === null ? personNamed(name, organisation) !== null : organisation.people[sender.person]?.name === name;
  return isSame ? null : name;
}

/** The unit and the person that a form or a text names, where the item goes by another: which is right only they know. */
export function otherSenders(sent: Sent, said: Said): string[] {
  const [unit, person] = [otherUnit(sent, said), otherPerson(sent, said)];
  return [...(unit === null ? [] : [`单位 ${unit}`]), ...(person === null ? [] : [`报送人 ${person}`])];
}
