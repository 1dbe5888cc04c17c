/** What the makers of a set say of it, and a card has to hand on. */
export interface KnownSet {
  readonly title: string;
  readonly source: string;
  /** Whole sentences. */
  readonly says: string;
}

/** By the name of its folder. Of other sets nobody here knows on what terms they were had. */
export const knownSets: Readonly<Record<string, KnownSet>> = {
  celeba: {
    title: 'CelebA',
    source: 'Liu et al., Deep learning face attributes in the wild, ICCV 2015, https://arxiv.org/abs/1411.7766',
    says: 'Its agreement allows non-commercial research alone. It shows celebrities, who were not asked.',
  },
  lfw: {
    title: 'Labeled Faces in the Wild',
    source: 'Huang et al., University of Massachusetts, Amherst, technical report 07-49, 2007',
    says: 'It shows people of the news, who were not asked. Its makers warn that many groups are hardly in it or not at all (few children and no babies, hardly anybody above 80, a small share of women, of many ethnicities few or none), and that no figure on it shows an algorithm to be fit for commerce.',
  },
};
