import type { CardFacts } from './card-facts.js';
import { blocks } from './markdown.js';
import { caveatsSection } from './sections/caveats-section.js';
import { dataSection } from './sections/data-section.js';
import { detailsSection } from './sections/details-section.js';
import { figuresSection } from './sections/figures-section.js';
import { headSection } from './sections/head-section.js';
import { intentSection } from './sections/intent-section.js';
import { usageSection } from './sections/usage-section.js';
import { weaknessSection } from './sections/weakness-section.js';

/**
 * A model card in Markdown: Mitchell et al. 2019, Model cards for model reporting, https://arxiv.org/abs/1810.03993. The same facts
 * give the same card; it holds no number that is not among them or says how something was measured.
 */
export function modelCard(facts: CardFacts): string {
  const sections = [
    headSection,
    usageSection,
    detailsSection,
    intentSection,
    dataSection,
    figuresSection,
    weaknessSection,
    caveatsSection,
  ];
  return `${blocks(...sections.map(section => section(facts)))}\n`;
}
