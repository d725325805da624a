import { styleText } from 'node:util';

/** Writes the story on the terminal as office.md B7 shows it: seconds, the step's name, what happened. */
export function storyTeller(write: (line: string) => void, seconds: () => number, colour: boolean): (step: string, line: string) => void {
  const paint = (style: 'green' | 'red' | 'dim', text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  return (step, line) => {
    const goesOn = step === '' && line.startsWith('  ');
    const time = goesOn ? '' : `${seconds().toFixed(1)} 秒`;
    const label = step === '' ? '    ' : step;
    const text = line.replace('✓', paint('green', '✓')).replace('✗', paint('red', '✗'));
    write(`${paint('dim', time.padStart(goesOn ? 8 : 7))}  ${label}  ${text}`);
  };
}
