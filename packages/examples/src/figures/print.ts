/** Lines to standard output. */
export const print = (...lines: readonly string[]): void => console.log(lines.join('\n'));
