import { darker } from './colour.js';
import { type FaceView, surfaceDepth } from './face-view.js';
import type { BeardKind, FaceIdentity } from './identity.js';
import type { PhotoConditions } from './photo-conditions.js';
import { closedCurve, filled, openCurve, stroked } from './svg-path.js';

const density: Record<BeardKind, number> = { none: 0, stubble: 0.32, goatee: 0.85, full: 0.88 };

/** Beard and moustache; nothing of them is left where the person is shaved. */
export function beard(person: FaceIdentity, { look, expression }: PhotoConditions, view: FaceView): string {
  const { beard: growth, outline, mouth, hair } = person;
  if (look.shaved) return '';
  const colour = view.paint(darker(hair.colour, 0.15));
  const chinY = outline.chinY + expression.open * 0.6;
  const lip = (x: number, y: number) => view.at(x, y, surfaceDepth(x, y) + 0.12);
  const parts: string[] = [];
  if (growth.kind === 'goatee') {
    const ring = [
      lip(-mouth.width - 0.06, mouth.y - 0.05),
      lip(mouth.width + 0.06, mouth.y - 0.05),
      view.rim(outline.chin + 0.06, chinY - 0.05),
      view.rim(0, chinY + 0.05),
      view.rim(-outline.chin - 0.06, chinY - 0.05),
    ];
    parts.push(filled(closedCurve(ring), colour, density.goatee));
  } else if (growth.kind !== 'none') {
    const right = [
      view.rim(outline.cheek * 0.99, 0.4),
      view.rim((outline.cheek + outline.jaw) / 2 + 0.03, 0.78),
      view.rim(outline.jaw + 0.01, 1.15),
      view.rim(outline.chin + 0.03, chinY - 0.04),
    ];
    const left = [
      view.rim(-outline.chin - 0.03, chinY - 0.04),
      view.rim(-outline.jaw - 0.01, 1.15),
      view.rim(-(outline.cheek + outline.jaw) / 2 - 0.03, 0.78),
      view.rim(-outline.cheek * 0.99, 0.4),
    ];
    const inner = [
      lip(-0.72, 0.85),
      lip(-mouth.width - 0.05, mouth.y - 0.13),
      lip(0, mouth.y - mouth.upper - 0.06),
      lip(mouth.width + 0.05, mouth.y - 0.13),
      lip(0.72, 0.85),
    ];
    const chin = view.rim(0, chinY + (growth.kind === 'full' ? 0.1 : 0.01));
    parts.push(filled(closedCurve([...right, chin, ...left, ...inner]), colour, density[growth.kind]));
  }
  if (growth.moustache > 0) {
    const y = mouth.y - mouth.upper - 0.05 - growth.moustache / 2 - expression.open * 0.35;
    const line = [lip(-mouth.width * 0.95, y + 0.08), lip(-0.12, y), lip(0.12, y), lip(mouth.width * 0.95, y + 0.08)];
    parts.push(stroked(openCurve(line), colour, view.px(growth.moustache), 0.9));
  }
  return parts.join('');
}
