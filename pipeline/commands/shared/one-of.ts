import { Problem } from '../../problem.ts';
import type { CommandContext } from './command.ts';

/**
 * One of a closed list of words that an option can't do without.
 * @param what what the option says, as people call it
 * @throws Problem `usage/<option>`
 */
export function oneOf<Value extends string>(
  { options }: Pick<CommandContext, 'options'>,
  option: string,
  what: string,
  list: readonly Value[],
): Value {
  const given = options[option];
  const found = list.find((known) => known === given);
  if (found !== undefined) return found;
  const [problem, fix] = given === undefined ? [`没有写明${what}`, '请补上'] : [`没有“${String(given)}”这样的${what}`, '请改正'];
  throw new Problem(`usage/${option}`, `${problem}；应为 ${list.join('、')} 之一；${fix} --${option}。`, { place: `--${option}` });
}
