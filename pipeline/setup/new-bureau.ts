import { stringify } from 'yaml';
import type { BeijingDate } from '../beijing-time.ts';
import type { ReleasedProgram } from '../organisation/policy.ts';

/** What somebody says of his bureau before it has a repository. */
export interface BureauAnswers {
  name: string;
  domain: string;
  /** The website stands on a platform of others: what is approved goes there as a package. */
  packaged: boolean;
  program: ReleasedProgram;
}

/** A value as YAML writes it on one line, in a flow mapping too. */
const inline = (value: unknown): string =>
  stringify(value, { lineWidth: 0, collectionStyle: 'flow', flowCollectionPadding: false, defaultStringType: 'PLAIN' }).trim();

/** The release's line of policy.yml; digits alone would be read as a number. */
function programLine({ repository, tag, commit, checksums }: ReleasedProgram): string {
  const members = [`repository: ${inline(repository)}`, `tag: ${tag}`, `commit: '${commit}'`];
  return `{${[...members, ...(checksums === undefined ? [] : [`checksums: '${checksums}'`])].join(', ')}}`;
}

/**
 * The first files of a bureau's own repository from their patterns (`bureau/`), by path.
 * @param patterns texts by path; names that begin with a dot stand there without it
 */
export function bureauFiles(
  patterns: Readonly<Record<string, string>>,
  answers: BureauAnswers,
  today: BeijingDate,
): Record<string, string> {
  const { name, domain, packaged, program } = answers;
  const fill = (quoted: (text: string) => string): Record<string, string> => ({
    ...{ bureau: quoted(name), about: name.replaceAll("'", "''"), domain: quoted(domain), website: packaged ? 'package' : 'build', today },
    ...{ program: programLine(program), tag: program.tag, repository: program.repository },
  });
  return Object.fromEntries(
    Object.entries(patterns).map(([path, text]) => {
      const values = fill(path.endsWith('.yml') ? inline : String);
      return [path.replace(/^git/, '.git'), text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? '')];
    }),
  );
}
