package io.sfumato.diffusers;

import io.sfumato.model.ModelException;
import io.sfumato.reference.Params;
import io.sfumato.unet.UNetSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads U-Nets. The two classes of the library mean different things by {@code attention_head_dim}: with a condition it is
 * the number of heads, by a mistake that was kept for the files that had it (diffusers issue 2011), without one the width
 * of a head.
 */
final class UNetReader {
    static final String UNCONDITIONAL = "UNet2DModel";
    static final String CONDITIONAL = "UNet2DConditionModel";

    private static final String HEADS = "attention_head_dim";
    private static final String CHANNELS = "block_out_channels";

    private static final Map<String, Levels.Block> CROSS_DOWN = Map.of(
            "DownBlock2D", Levels.Block.PLAIN,
            "CrossAttnDownBlock2D", Levels.Block.ATTENDING);

    private static final Map<String, Levels.Block> CROSS_UP = Map.of(
            "UpBlock2D", Levels.Block.PLAIN,
            "CrossAttnUpBlock2D", Levels.Block.ATTENDING);

    private static final Map<String, Levels.Block> SELF_DOWN = Map.of(
            "DownBlock2D", Levels.Block.PLAIN,
            "AttnDownBlock2D", Levels.Block.ATTENDING,
            "ResnetDownsampleBlock2D", Levels.Block.RESAMPLING);

    private static final Map<String, Levels.Block> SELF_UP = Map.of(
            "UpBlock2D", Levels.Block.PLAIN,
            "AttnUpBlock2D", Levels.Block.ATTENDING,
            "ResnetUpsampleBlock2D", Levels.Block.RESAMPLING);

    private final Params params;
    private final Levels levels;

    private UNetReader(Params params, Levels levels) {
        this.params = params;
        this.levels = levels;
    }

    static UNetSpec read(Component component) {
        Params params = component.expect(Set.of(UNCONDITIONAL, CONDITIONAL)).config();
        UNetOptions.common(params);
        try {
            UNetSpec spec = component.type().equals(CONDITIONAL)
                    ? new UNetReader(params, Levels.read(params, CROSS_DOWN, CROSS_UP)).conditional()
                    : new UNetReader(params, Levels.read(params, SELF_DOWN, SELF_UP)).unconditional();
            params.done();
            return spec;
        } catch (IllegalArgumentException e) {
            throw new ModelException(params.path(CHANNELS) + ": " + e.getMessage(), e);
        }
    }

    private UNetSpec conditional() {
        UNetOptions.conditional(params);
        int depth = same("transformer_layers_per_block", 1);
        int context = same("cross_attention_dim", 1280);
        return spec(new UNetSpec.CrossAttention(counted(), depth, context), UNetSpec.Resampling.CONVOLUTION);
    }

    private UNetSpec unconditional() {
        UNetOptions.unconditional(params);
        UNetSpec.HeadCount heads =
                params.has(HEADS) ? new UNetSpec.HeadWidth(params.integer(HEADS)) : new UNetSpec.FixedHeads(1);
        return spec(new UNetSpec.SelfAttention(heads), resampling());
    }

    private UNetSpec spec(UNetSpec.Attention attention, UNetSpec.Resampling resampling) {
        return new UNetSpec(
                params.integer("in_channels"),
                params.integer("out_channels"),
                levels.width(),
                levels.multipliers(),
                same("layers_per_block", 2),
                levels.attending().stream().map(level -> 1 << level).collect(Collectors.toSet()),
                attention,
                resampling,
                modulation(),
                params.has("num_class_embeds")
                        ? Optional.of(new UNetSpec.ClassOf(params.integer("num_class_embeds")))
                        : Optional.empty());
    }

    private UNetSpec.Modulation modulation() {
        String kind = params.text("resnet_time_scale_shift", "default");
        return switch (kind) {
            case "default" -> UNetSpec.Modulation.SHIFT;
            case "scale_shift" -> UNetSpec.Modulation.SCALE_SHIFT;
            default ->
                throw new ModelException(
                        params.path("resnet_time_scale_shift") + " is " + kind + ", expected default or scale_shift");
        };
    }

    /** A number that may be given for each level, and is the same for all here. */
    private int same(String key, int otherwise) {
        if (!params.has(key)) {
            return otherwise;
        }
        Set<Integer> values = new HashSet<>(params.integers(key, levels.count()));
        if (values.size() > 1) {
            throw new ModelException(params.path(key) + " is " + params.integers(key, levels.count())
                    + ", expected the same for every level (others are not built here)");
        }
        return values.iterator().next();
    }

    /** The number of heads, of all levels or of each. */
    private UNetSpec.HeadCount counted() {
        if (!params.has(HEADS)) {
            return new UNetSpec.FixedHeads(8); // the library's
        }
        List<Integer> counts = params.integers(HEADS, levels.count());
        if (new HashSet<>(counts).size() == 1) {
            return new UNetSpec.FixedHeads(counts.get(0));
        }
        Set<Integer> widths = IntStream.range(0, levels.count())
                .map(level -> levels.width() * levels.multipliers().get(level) / Math.max(1, counts.get(level)))
                .boxed()
                .collect(Collectors.toSet());
        if (widths.size() > 1) {
            throw new ModelException(params.path(HEADS) + " is " + counts
                    + ", expected one number of heads, or heads of one width (others are not built here)");
        }
        return new UNetSpec.HeadWidth(widths.iterator().next());
    }

    /** How levels are halved and doubled, which must be the same everywhere. */
    private UNetSpec.Resampling resampling() {
        UNetSpec.Resampling down = option("downsample_type");
        UNetSpec.Resampling up = option("upsample_type");
        Set<UNetSpec.Resampling> used = new HashSet<>();
        for (int level = 0; level + 1 < levels.count(); level++) {
            used.add(resampling(levels.down().get(level), down));
            used.add(resampling(levels.up().get(level + 1), up));
        }
        if (used.size() > 1) {
            throw new ModelException(params.path("down_block_types")
                    + " and up_block_types halve or double some levels by convolutions and others by residual blocks,"
                    + " expected one of both everywhere (others are not built here)");
        }
        return used.stream().findFirst().orElse(UNetSpec.Resampling.CONVOLUTION);
    }

    private static UNetSpec.Resampling resampling(Levels.Block block, UNetSpec.Resampling option) {
        return switch (block) {
            case PLAIN -> UNetSpec.Resampling.CONVOLUTION; // whatever the option says
            case ATTENDING -> option;
            case RESAMPLING -> UNetSpec.Resampling.RESIDUAL;
        };
    }

    private UNetSpec.Resampling option(String key) {
        String kind = params.text(key, "conv");
        return switch (kind) {
            case "conv" -> UNetSpec.Resampling.CONVOLUTION;
            case "resnet" -> UNetSpec.Resampling.RESIDUAL;
            default -> throw new ModelException(params.path(key) + " is " + kind + ", expected conv or resnet");
        };
    }
}
