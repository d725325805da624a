import { beijingDate } from '#pipeline/beijing-time.ts';
import type { Evidence } from '#pipeline/review/evidence.ts';
import type { People } from './oracle-people.ts';
import type { Signing } from './oracle-signing.ts';

/** Who is asked to approve an item that isn't refused (`next` of contracts.md 4), in no order; `null` where somebody else must act. */
export function nextOf(signing: Signing, evidence: Evidence, people: People): string[] | null {
  const { slots, best, barred } = signing;
  if (evidence.pullRequest?.draft) return null;
  const asked = signing.requests.filter(({ standing }) => standing).map(({ act }) => act);
  if (asked.length > 0) return asked.some(({ seen }) => seen) ? null : [...new Set(asked.map(({ person }) => person))];
  const open = slots.filter((slot) => !best.has(slot));
  const lowest = open.filter(({ level }) => level === open[0]?.level);
  if (lowest.length === 0) return null;
  const today = beijingDate(evidence.now);
  const act = { id: -1, person: '', at: evidence.now, seen: true, body: '' };
  const signers = lowest.map((slot) =>
    Object.keys(people.organisation.people).filter((person) =>
      people
        .signsFor(person, slot, today)
        .map((signsFor) => ({ act: { ...act, person }, slot, signsFor }))
        .filter((each) => ![person, each.signsFor].some((one) => barred(one, slot.level)))
        .some((each) => [...best.values()].every((other) => signing.together(each, other))),
    ),
  );
  if (signers.some((each) => each.length === 0)) return null;
  return [...new Set(signers.flat())];
}
