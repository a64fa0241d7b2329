import pc from 'picocolors';
import type { Outcome } from './outcome.js';

/** How many of a guest's answers are shown; the others are only counted. */
const SHOWN = 3;

/** What the guests answered, a line each, with every answer that was not as expected. */
export function answersText({ loaded, played }: Outcome): string {
  const width = Math.max(...loaded.map(({ guest }) => guest.length));
  const lines = played.flatMap(({ guest, calls, answers, traps, failures }) => {
    const { instanceBytes } = loaded.find((one) => one.guest === guest)!;
    const shown = [...answers.filter((text) => !text.endsWith('nothing')).slice(0, SHOWN), '…'];
    const verdict =
      failures.length === 0
        ? pc.green(`${calls} answers as expected`)
        : pc.red(`${failures.length} of ${calls} answers wrong`);
    return [
      `  ${guest.padEnd(width)} × ${instanceBytes.length}  ${shown.join(', ')}  ${verdict}`,
      ...(traps.length > 0 ? [`  ${' '.repeat(width)}      traps: ${traps.join(', ')}`] : []),
      ...failures.map((failure) => `    ${pc.red(failure)}`),
    ];
  });
  return lines.join('\n');
}

/** Answers that were not as expected, in all guests. */
export function failureCount({ played }: Outcome): number {
  return played.reduce((sum, { failures }) => sum + failures.length, 0);
}
