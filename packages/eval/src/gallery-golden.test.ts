import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allPairsRoc } from './all-pairs/all-pairs-roc.js';
import { evaluateIdentification } from './identification/evaluate-identification.js';

interface Golden {
  dimension: number;
  cases: {
    name: string;
    embeddings: number[];
    labels: number[];
    identification: {
      gallery: number;
      mated: number;
      nonMated: number;
      cmc: number[];
      tpirAtFpir: Record<string, { tpir: number; fpir: number; cosine: number } | null>;
    };
    allPairs: {
      same: number;
      different: number;
      auc: number;
      aucOfBins: number;
      eerOfBins: number;
      tarAtFar: Record<string, { tar: number; far: number; cosine: number } | null>;
    };
  }[];
}

// Written by fixtures/make_gallery_golden.py with numpy, SciPy and scikit-learn.
const golden: Golden = JSON.parse(readFileSync(new URL('../fixtures/gallery.json', import.meta.url), 'utf8'));

describe.each(golden.cases)(
  'as the reference on embeddings that are $name',
  ({ embeddings, labels, identification, allPairs }) => {
    const rows = { data: Float32Array.from(embeddings), count: labels.length, dimension: golden.dimension };

    it('has the same gallery, searches and cumulative matches, to the last digit', () => {
      const { gallery, searches, cmc, rank1, rank5 } = evaluateIdentification(rows, labels);
      const { mated, nonMated } = identification;
      expect({ gallery, mated: searches.mated, nonMated: searches.nonMated, cmc }).toEqual({
        gallery: identification.gallery,
        mated,
        nonMated,
        cmc: identification.cmc,
      });
      expect([rank1, rank5]).toEqual([identification.cmc[0], identification.cmc[4]]);
    });

    it.each(Object.entries(identification.tpirAtFpir))('has the same TPIR at FPIR %s, or the same gap', (rate, at) => {
      const ours = evaluateIdentification(rows, labels).tpirAtFpir[rate];
      if (at === null) return expect(ours).toBeUndefined();
      return expect(ours).toMatchObject(at);
    });

    it('has the same pairs, and the AUC and EER of the bins', () => {
      const { pairs, auc, aucError, eer } = allPairsRoc(rows, labels);
      expect(pairs).toEqual({ same: allPairs.same, different: allPairs.different });
      expect(auc).toBeCloseTo(allPairs.aucOfBins, 12);
      expect(eer).toBeCloseTo(allPairs.eerOfBins, 12);
      expect(Math.abs(auc - allPairs.auc)).toBeLessThanOrEqual(aucError + 1e-12);
    });

    it.each(Object.entries(allPairs.tarAtFar))(
      'has the same TAR at FAR %s of all pairs, or the same gap',
      (far, at) => {
        const ours = allPairsRoc(rows, labels).tarAtFar[far];
        if (at === null) return expect(ours).toBeUndefined();
        return expect(ours).toMatchObject(at);
      },
    );
  },
);
