import { styleText } from 'node:util';

const digits = Array.from({ length: 10 }, (_, digit) => digit);
const WIDTH = 5;

/** How often each digit (row) was read as each digit (column), and the share read right. */
export function confusionMatrix(actual: ArrayLike<number>, read: ArrayLike<number>): string {
  const counts = digits.map(() => digits.map(() => 0));
  for (let i = 0; i < actual.length; i += 1) counts[actual[i]!]![read[i]!]! += 1;
  const heading = `  read as${digits.map((digit) => String(digit).padStart(WIDTH)).join('')}     right`;
  const lines = counts.map((row, digit) => {
    const cells = row.map((count, column) => cell(count, column === digit)).join('');
    return `  digit ${digit}${cells}   ${share(
      row[digit]!,
      row.reduce((sum, count) => sum + count, 0),
    )}`;
  });
  return [styleText('dim', heading), ...lines].join('\n');
}

function cell(count: number, right: boolean): string {
  const text = (count === 0 ? '·' : String(count)).padStart(WIDTH);
  if (count === 0) return styleText('dim', text);
  return right ? styleText('green', text) : text;
}

const share = (right: number, all: number): string => (all === 0 ? '-' : `${((100 * right) / all).toFixed(1)} %`).padStart(7);
