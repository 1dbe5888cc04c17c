/** The first ten of a list of problems, and how many more there are, for the middle of a message. */
export function listProblems(problems: readonly string[]): string {
  const shown = problems.slice(0, 10).join('; ');
  return problems.length > 10 ? `${shown}; and ${problems.length - 10} more` : shown;
}
