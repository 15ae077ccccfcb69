package io.sfumato.unet;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.Shortcuts;
import io.sfumato.nn.Chain;
import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Fixable;
import io.sfumato.nn.GroupNorm;
import io.sfumato.nn.Heads;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Features;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.WeightLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The U-Net of Dhariwal and Nichol 2021 with the attention of Rombach et al. 2021: a way down whose features are
 * remembered, a middle, and a way up that hears them again. It computes in the precision of its input.
 */
public final class UNet extends Module implements Network {
    /** Stages down, and as many up, that are computed at each call even where deep features are kept. */
    private static final int SHALLOW = 1;

    private final UNetSpec spec;
    private final Chain timeEmbed;
    private final @Nullable WholeEmbedding whole;
    private final List<Stage> down = new ArrayList<>();
    private final Stage middle;
    private final List<Stage> up = new ArrayList<>();
    private final Chain out;
    private final Scales scales = new Scales();
    private Optional<WeightLayout> fixed = Optional.empty();

    public UNet(UNetSpec spec, Init init) {
        this.spec = spec;
        timeEmbed = child("time_embed", WholeEmbedding.perceptron(spec.width(), spec.embeddingWidth(), init));
        whole = spec.whole()
                .map(it -> child("label_emb", WholeEmbedding.of(it, spec.embeddingWidth(), init)))
                .orElse(null);
        Deque<Integer> widths = new ArrayDeque<>();
        int width = buildDown(widths, init);
        middle = child("middle_block", middle(width, init));
        scales.place(middle, lowest());
        width = buildUp(width, widths, init);
        out = child(
                "out",
                new Chain()
                        .then("0", new GroupNorm(width, ResidualBlock.EPSILON, init))
                        .then(Functional::silu)
                        .then("2", Conv2d.zero(width, spec.outChannels(), init)));
    }

    private int buildDown(Deque<Integer> widths, Init init) {
        int width = spec.width();
        addDown(0, new Stage().thenLayer("", Conv2d.same(spec.inChannels(), width, init), Block.of(x -> x)));
        widths.push(width);
        for (int level = 0; level < spec.multipliers().size(); level++) {
            int target = spec.width() * spec.multipliers().get(level);
            for (int block = 0; block < spec.residualBlocks(); block++) {
                Stage stage = new Stage().then(ResidualBlock.same(width, target, spec, init));
                width = target;
                addAttention(stage, level, width, init);
                addDown(level, stage);
                widths.push(width);
            }
            if (level < lowest()) {
                addDown(level + 1, halving(width, init));
                widths.push(width);
            }
        }
        return width;
    }

    private void addDown(int level, Stage stage) {
        down.add(child("input_blocks." + down.size(), stage));
        scales.place(stage, level);
    }

    private int lowest() {
        return spec.multipliers().size() - 1;
    }

    private Stage halving(int width, Init init) {
        return switch (spec.resampling()) {
            case CONVOLUTION -> new Stage().thenLayer(".op", Conv2d.halving(width, width, 1, init), Block.of(x -> x));
            case RESIDUAL -> new Stage().then(new ResidualBlock(width, width, spec, Functional::averagePool, init));
            case PLAIN -> new Stage().thenFunction(Functional::averagePool);
        };
    }

    private Stage middle(int width, Init init) {
        Stage stage = new Stage().then(ResidualBlock.same(width, width, spec, init));
        attend(stage, width, init);
        return stage.then(ResidualBlock.same(width, width, spec, init));
    }

    private int buildUp(int widthBelow, Deque<Integer> widths, Init init) {
        int width = widthBelow;
        for (int level = lowest(); level >= 0; level--) {
            int target = spec.width() * spec.multipliers().get(level);
            for (int block = 0; block <= spec.residualBlocks(); block++) {
                Stage stage = new Stage().then(ResidualBlock.same(width + widths.pop(), target, spec, init));
                width = target;
                addAttention(stage, level, width, init);
                if (level > 0 && block == spec.residualBlocks()) {
                    doubling(stage, level - 1, width, init);
                }
                up.add(child("output_blocks." + up.size(), stage));
                scales.place(stage, level);
            }
        }
        return width;
    }

    /** To the level above, where its layer computes. */
    private void doubling(Stage stage, int level, int width, Init init) {
        switch (spec.resampling()) {
            case CONVOLUTION -> stage.thenLayer(".conv", above(level, Conv2d.same(width, width, init)), UNet::doubled);
            case RESIDUAL ->
                stage.then(above(level, new ResidualBlock(width, width, spec, Functional::upsampleNearest, init)));
            case PLAIN -> stage.thenFunction(Functional::upsampleNearest);
        }
    }

    private <M extends Module> M above(int level, M module) {
        scales.place(module, level);
        return module;
    }

    /** Twice the sides, or one less where a halving rounded up. */
    static Tensor doubled(Tensor x, Block.Hints hints) {
        return Functional.resizeNearest(x, hints.next().size(2), hints.next().size(3));
    }

    private void addAttention(Stage stage, int level, int width, Init init) {
        if (spec.attentionFactors().contains(1 << level)) {
            attend(stage, width, init);
        }
    }

    private void attend(Stage stage, int width, Init init) {
        if (spec.attention() instanceof UNetSpec.CrossAttention cross) {
            stage.then(new SpatialTransformer(width, cross, init));
        } else {
            stage.then(new AttentionBlock(width, spec.attention().heads().of(width), init));
        }
    }

    /**
     * Has weights stay as they are from now on, and lays them out: in 8-bit integers only those of layers that features go through, but the
     * first and the last, whose few channels are the latents'; the rest of them, and any other layout, as the processor has them best. See
     * {@link Fixable#fix}. With 8-bit integers it is to be given pictures {@linkplain io.sfumato.diffusion.OneByOne one by one}.
     *
     * @param latents what it will be given, as a rule; others are right too
     */
    public void fix(WeightLayout layout, Features latents) {
        fixed = Optional.of(layout);
        Set<Module> ofFeatures = ofFeatures();
        for (Module module : modules().values()) {
            if (module instanceof Fixable fixable) {
                fixable.fix(ofFeatures.contains(module) ? layout : WeightLayout.PACKED, given(module, latents));
            }
        }
    }

    /** What a layer will be given, where this network is given {@code latents}. */
    Features given(Module layer, Features latents) {
        return scales.of(layer, latents);
    }

    /** All layers between the first and the last, but those that hear the noise level: a vector a picture. */
    private Set<Module> ofFeatures() {
        Set<Module> found = new HashSet<>();
        Stream.of(down.subList(1, down.size()), List.of(middle), up)
                .flatMap(List::stream)
                .forEach(stage -> found.addAll(stage.modules().values()));
        for (Module module : List.copyOf(found)) {
            if (module instanceof ResidualBlock block) {
                found.remove(block.embedding());
            }
        }
        return found;
    }

    /** How weights are laid out that stay as they are; empty where they can still change. */
    public Optional<WeightLayout> fixed() {
        return fixed;
    }

    public UNetSpec spec() {
        return spec;
    }

    @Override
    public Tensor forward(Tensor input, Tensor noiseLevel, Condition condition) {
        return forward(input, noiseLevel, condition, Forgetting.NOTHING);
    }

    /**
     * This network while it learns with dropout (Ho et al. 2020, appendix B).
     *
     * @param dropout share of the features that each residual block forgets, from 0 to below 1
     * @param draws for the pictures of the batch: which features these are follows from them alone
     */
    public Network forgetting(double dropout, Draws draws) {
        Forgetting forgetting = Forgetting.share(dropout, draws);
        return (input, noiseLevel, condition) -> forward(input, noiseLevel, condition, forgetting);
    }

    /** What attention makes of the condition is computed here, once for all steps. */
    @Override
    public Hearing hearing(Condition condition, Shortcuts shortcuts) {
        check(condition);
        Heard heard = condition
                .context()
                .map(context -> Grad.off(() -> remembered(context)))
                .orElseGet(() -> heard(condition));
        Pass pass = new Pass(heard, shortcuts.merging(), Forgetting.NOTHING, DeepFeatures.reused(shortcuts.reuse()));
        return (input, noiseLevel) -> forward(input, noiseLevel, condition, pass);
    }

    /**
     * What one pass has beside its input.
     *
     * @param deep features from below the {@link #SHALLOW} stages
     */
    private record Pass(Heard heard, Shortcuts.TokenMerging merging, Forgetting forgetting, DeepFeatures deep) {
        /** Everything is computed. */
        Pass(Heard heard, Forgetting forgetting) {
            this(heard, Shortcuts.TokenMerging.NONE, forgetting, DeepFeatures.FRESH);
        }
    }

    private Heard remembered(Tensor context) {
        Map<CrossAttention, Heads.Memory> memories = new HashMap<>();
        for (Module module : modules().values()) {
            if (module instanceof TransformerBlock block) {
                memories.put(block.cross(), block.cross().memory(context));
            }
        }
        return new Heard.Remembered(memories);
    }

    private static Heard heard(Condition condition) {
        return condition.context().<Heard>map(Heard.Tokens::new).orElseGet(Heard.Nothing::new);
    }

    private Tensor forward(Tensor input, Tensor noiseLevel, Condition condition, Forgetting forgetting) {
        check(condition);
        return forward(input, noiseLevel, condition, new Pass(heard(condition), forgetting));
    }

    private Tensor forward(Tensor input, Tensor noiseLevel, Condition condition, Pass pass) {
        check(input, condition);
        Tensor joined = condition.concat().map(c -> Tensors.cat(1, input, c)).orElse(input);
        Tensor x = fixed.isPresent() ? joined.channelsLast() : joined; // as fixed products have it, and leave it
        Block.Hints hints = new Block.Hints(
                embed(noiseLevel, condition, x),
                pass.heard(),
                x.shape(),
                Merging.of(pass.merging(), spec, x.size(2), x.size(3)),
                pass.forgetting());
        Deque<Tensor> remembered = new ArrayDeque<>();
        int last = down.size();
        Tensor upper = descend(x, 0, SHALLOW, remembered, hints);
        Tensor deep = pass.deep().of(() -> {
            Tensor lowest = descend(upper, SHALLOW, last, remembered, hints);
            return ascend(middle.forward(lowest, hints.at(last)), 0, last - SHALLOW, remembered, hints);
        });
        return out.forward(ascend(deep, last - SHALLOW, last, remembered, hints));
    }

    /** Through stages {@code from} (counted) to {@code to} (not counted) of the way down, which are remembered. */
    private Tensor descend(Tensor x, int from, int to, Deque<Tensor> remembered, Block.Hints hints) {
        Tensor h = x;
        for (int i = from; i < to; i++) {
            h = down.get(i).forward(h, hints.at(i));
            remembered.push(h);
        }
        return h;
    }

    /** Through stages of the way up, as many as there are down, each with what the way down remembers of its level. */
    private Tensor ascend(Tensor x, int from, int to, Deque<Tensor> remembered, Block.Hints hints) {
        Tensor h = x;
        for (int i = from; i < to; i++) {
            Tensor both = Tensors.cat(1, h, remembered.pop());
            Block.Hints own = hints.at(down.size() + 1 + i);
            h = up.get(i).forward(both, remembered.isEmpty() ? own : own.before(remembered.element()));
        }
        return h;
    }

    private void check(Tensor x, Condition condition) {
        int multiple = spec.sideMultiple();
        long appended = condition.concat().map(c -> c.size(1)).orElse(0L);
        if (x.size(1) + appended != spec.inChannels()) {
            throw new IllegalArgumentException("unet: input is " + x.shape() + " and the concatenated condition has "
                    + appended + " channels, expected " + spec.inChannels() + " together");
        }
        if (x.size(2) % multiple != 0 || x.size(3) % multiple != 0) {
            throw new IllegalArgumentException(
                    "unet: input is " + x.shape() + ", expected sides that are multiples of " + multiple);
        }
        condition
                .concat()
                .filter(c -> c.size(2) != x.size(2) || c.size(3) != x.size(3))
                .ifPresent(c -> {
                    throw new IllegalArgumentException("unet: concatenated condition is " + c.shape()
                            + ", expected the sides of the input, " + x.shape());
                });
    }

    private void check(Condition condition) {
        if (spec.attention() instanceof UNetSpec.CrossAttention cross) {
            checkWidth("context", condition.context(), cross.contextWidth());
        }
        if (spec.whole().orElse(null) instanceof UNetSpec.VectorOfWidth vector) {
            checkWidth("vector", condition.vector(), vector.width());
        }
    }

    private static void checkWidth(String part, Optional<Tensor> tensor, long width) {
        tensor.filter(value -> value.size(-1) != width).ifPresent(value -> {
            throw new IllegalArgumentException("unet: " + part + " is " + value.shape() + ", expected width " + width
                    + ". Was it made by another text encoder?");
        });
    }

    private Tensor embed(Tensor noiseLevel, Condition condition, Tensor x) {
        Tensor embedding =
                timeEmbed.forward(TimeEmbedding.of(noiseLevel, spec.width()).to(x.dtype()));
        return whole == null ? embedding : embedding.add(whole.forward(condition));
    }
}
