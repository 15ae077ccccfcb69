package io.sfumato.eval;

import io.sfumato.data.Example;
import io.sfumato.data.Split;
import io.sfumato.model.Model;
import io.sfumato.pipeline.GenerationSettings;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A model measured against the data set that it learned from: captions it was trained on, pairs of concept and style
 * that it never saw, and the reconstruction of pictures that it never saw.
 *
 * @param count captions of each kind
 * @param seed decides which captions are drawn
 */
public record Evaluation(Model model, List<Example> examples, int count, long seed) {

    /**
     * The results.
     *
     * @param real the held-out pictures of the captions asked for, judged as if they had been made
     * @param heldOutPsnr in dB, one value for each held-out picture
     */
    public record Result(
            List<CaptionFidelity.Judged> seen,
            List<CaptionFidelity.Judged> heldOut,
            List<CaptionFidelity.Judged> real,
            List<Double> heldOutPsnr) {

        /** The share of captions whose picture shows the right concept. */
        public static double rightConcepts(List<CaptionFidelity.Judged> judged) {
            return share(
                    judged.stream()
                            .filter(CaptionFidelity.Judged::isRightConcept)
                            .count(),
                    judged.size());
        }

        /** The same among training pictures alone, which real pictures that were held out do not reach either. */
        public static double rightAmongTrained(List<CaptionFidelity.Judged> judged) {
            return share(
                    judged.stream()
                            .filter(CaptionFidelity.Judged::isRightAmongTrained)
                            .count(),
                    judged.size());
        }

        /** The share of captions whose picture is nearest to the very picture of that concept and style. */
        public static double rightPictures(List<CaptionFidelity.Judged> judged) {
            return share(
                    judged.stream()
                            .filter(CaptionFidelity.Judged::isRightPicture)
                            .count(),
                    judged.size());
        }

        private static double share(long part, int whole) {
            return whole == 0 ? 0 : part / (double) whole;
        }

        /** The mean of the reconstructions' ratios. */
        public double meanPsnr() {
            return heldOutPsnr.stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(0);
        }
    }

    /**
     * Measures.
     *
     * @param settings how pictures are made
     * @param progress hears how many pictures are made
     */
    public Result run(GenerationSettings settings, IntConsumer progress) {
        List<Example> training = of(Split.TRAIN);
        List<Example> unseen = of(Split.HELD_OUT);
        NearestPicture pictures = new NearestPicture(examples);
        CaptionFidelity fidelity = new CaptionFidelity(model.textToImage(), pictures);
        List<CaptionFidelity.Judged> seen =
                fidelity.judge(CaptionFidelity.draw(training, count, seed), settings, progress);
        List<Example> asked = CaptionFidelity.draw(unseen, count, seed);
        List<CaptionFidelity.Judged> heldOut =
                fidelity.judge(asked, settings, done -> progress.accept(seen.size() + done));
        return new Result(
                seen,
                heldOut,
                CaptionFidelity.judgeReal(pictures, asked),
                ReconstructionQuality.psnr(model.firstStage(), unseen, seed));
    }

    /** How many pictures {@link #run} makes. */
    public int pictures() {
        return Math.min(count, of(Split.TRAIN).size())
                + Math.min(count, of(Split.HELD_OUT).size());
    }

    private List<Example> of(Split split) {
        return examples.stream().filter(example -> example.split() == split).toList();
    }
}
