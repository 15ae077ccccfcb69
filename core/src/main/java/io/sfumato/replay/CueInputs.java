package io.sfumato.replay;

import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.Cue;
import io.sfumato.condition.Embeddings;
import io.sfumato.condition.LowResolution;
import io.sfumato.condition.MaskedPicture;
import io.sfumato.condition.Nothing;
import io.sfumato.condition.PairOfCues;
import io.sfumato.condition.SegmentationMap;
import io.sfumato.condition.TokenIds;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** What an input file says of each picture; {@code prefix} is empty, or {@code "uncond."} for what is steered away from. */
record CueInputs(Inputs inputs, long count, String prefix) {

    private static final List<String> NAMES_BESIDE = List.of("lr_image", "segmentation", "masked_image", "mask_image");

    /** One cue a picture, of the kind that the model hears. */
    List<Cue> read(ConditionerSpec spec) {
        if (spec instanceof ConditionerSpec.Both both) {
            List<Cue> beside = beside(both.beside());
            List<Cue> inside = read(both.inside());
            return each(i -> new PairOfCues(beside.get((int) i), inside.get((int) i)));
        }
        if (spec instanceof ConditionerSpec.Unconditional) {
            return each(i -> new Nothing());
        }
        if (spec instanceof ConditionerSpec.ClassToken || spec instanceof ConditionerSpec.Label) {
            long[] labels = checked("class_label", inputs.integers(name("class_label"), 1, "the classes [N]"))
                    .toLongs();
            return each(i -> new ClassLabel(labels[(int) i]));
        }
        if (spec instanceof ConditionerSpec.LowResolution) {
            Tensor pictures = pictures("lr_image", "small pictures [N, 3, h, w] in -1 to 1");
            return each(i -> new LowResolution(pictures.select(0, i)));
        }
        if (spec instanceof ConditionerSpec.SemanticMap) {
            Tensor maps = pictures("segmentation", "maps [N, kinds, H, W]");
            return each(i -> new SegmentationMap(maps.select(0, i)));
        }
        if (spec instanceof ConditionerSpec.MaskedPicture) {
            Tensor pictures = pictures("masked_image", "pictures [N, 3, H, W] in -1 to 1, grey in the hole");
            Tensor masks = pictures("mask_image", "masks [N, 1, H, W], 1 in the hole and -1 elsewhere");
            return each(i -> new MaskedPicture(pictures.select(0, i), masks.select(0, i)));
        }
        if (spec instanceof ConditionerSpec.Embeddings) {
            Tensor tokens = checked("embeddings", inputs.floats(name("embeddings"), 3, "vectors [N, T, D]"));
            return each(i -> new Embeddings(tokens.select(0, i)));
        }
        return tokens();
    }

    /** What stands beside the latents; where nothing is given to be steered away from, it stays there. */
    private List<Cue> beside(ConditionerSpec.Beside spec) {
        boolean given = NAMES_BESIDE.stream().anyMatch(name -> inputs.has(name(name)));
        return given ? read(spec) : new CueInputs(inputs, count, "").read(spec);
    }

    private List<Cue> tokens() {
        Tensor ids = checked("tokens", inputs.integers(name("tokens"), 2, "token ids [N, T]"));
        return each(i ->
                new TokenIds(Arrays.stream(ids.select(0, i).toLongs()).boxed().toList()));
    }

    private Tensor pictures(String name, String need) {
        return checked(name, inputs.floats(name(name), 4, need));
    }

    private Tensor checked(String name, Tensor tensor) {
        if (tensor.size(0) != count) {
            throw new ReplayException(name(name) + " is for " + tensor.size(0) + " pictures, but x_T is for " + count);
        }
        return tensor;
    }

    private String name(String name) {
        return prefix + name;
    }

    private List<Cue> each(LongFunction<Cue> cue) {
        return LongStream.range(0, count).mapToObj(cue).toList();
    }
}
