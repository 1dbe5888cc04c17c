import { join } from 'node:path';
import { askProgram } from './ask-program.js';
import type { Diagnosis } from './finding.js';

/** Where no font is found every letter is the same empty box. */
const script = `
  const { default: sharp } = await import('sharp');
  const draw = letter =>
    sharp(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="5" y="30" font-family="sans-serif">' + letter + '</text></svg>'))
      .png()
      .toBuffer();
  const [one, other] = await Promise.all([draw('A'), draw('W')]);
  console.log(one.equals(other) ? 'boxes' : 'letters');
`;

/** Draws two letters as the charts of runs are drawn, by librsvg with the system's fonts. */
export async function examineFonts(
  workspace: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Diagnosis> {
  const answer = await askProgram(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: join(workspace, 'packages', 'data'),
    environment,
  });
  if (!answer.answered) return { state: 'note', detail: `not looked for: ${answer.reason}` };
  if (answer.stdout === 'letters') return { state: 'ok', detail: 'pictures have letters' };
  return {
    state: 'note',
    detail: 'none: pictures of runs are drawn with boxes in place of letters',
    fix: 'apt-get install fontconfig-config fonts-dejavu-core   # macOS: brew install fontconfig',
  };
}
