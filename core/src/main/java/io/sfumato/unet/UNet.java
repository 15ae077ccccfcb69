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
    private final TimeEmbedding sinusoids;
    private final @Nullable WholeEmbedding whole;
    private final InputCheck inputs;
    private final Ladder ladder;
    private final Chain out;
    private Optional<WeightLayout> fixed = Optional.empty();

    public UNet(UNetSpec spec, Init init) {
        this.spec = spec;
        inputs = new InputCheck(spec);
        timeEmbed = child("time_embed", WholeEmbedding.perceptron(spec.width(), spec.embeddingWidth(), init));
        sinusoids = new TimeEmbedding(spec.width(), timeEmbed.device());
        whole = spec.whole()
                .map(it -> child("label_emb", WholeEmbedding.of(it, spec.embeddingWidth(), init)))
                .orElse(null);
        ladder = new LadderBuilder(spec, init).build();
        adopt("input_blocks.", ladder.down());
        child("middle_block", ladder.middle());
        adopt("output_blocks.", ladder.up());
        out = child(
                "out",
                new Chain()
                        .then("0", new GroupNorm(ladder.width(), ResidualBlock.EPSILON, init))
                        .then(Functional::silu)
                        .then("2", Conv2d.zero(ladder.width(), spec.outChannels(), init)));
    }

    private void adopt(String prefix, List<Stage> stages) {
        for (int i = 0; i < stages.size(); i++) {
            child(prefix + i, stages.get(i));
        }
    }

    /**
     * Has weights stay as they are from now on, and lays them out: in 8-bit integers only those of layers that features go through, but the
     * first and the last, whose few channels are the latents'; the rest of them as the processor has them best. See
     * {@link Fixable#fix}. With 8-bit integers it is to be given pictures {@linkplain io.sfumato.diffusion.OneByOne one by one}.
     *
     * @param latents what it will be given, as a rule; others are right too
     */
    public void fix(WeightLayout layout, Features latents) {
        fixed = Optional.of(layout);
        Set<Module> ofFeatures = ofFeatures();
        for (Module module : modules().values()) {
            if (module instanceof Fixable fixable) {
                fixable.fix(ofFeatures.contains(module) ? layout : layout.beside(), given(module, latents));
            }
        }
    }

    /** What a layer will be given, where this network is given {@code latents}. */
    Features given(Module layer, Features latents) {
        return ladder.scales().of(layer, latents);
    }

    /** All layers between the first and the last, but those that hear the noise level: a vector a picture. */
    private Set<Module> ofFeatures() {
        Set<Module> found = new HashSet<>();
        List<Stage> down = ladder.down();
        Stream.of(down.subList(1, down.size()), List.of(ladder.middle()), ladder.up())
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
        inputs.check(condition);
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
        inputs.check(condition);
        return forward(input, noiseLevel, condition, new Pass(heard(condition), forgetting));
    }

    private Tensor forward(Tensor input, Tensor noiseLevel, Condition condition, Pass pass) {
        inputs.check(input, condition);
        Tensor joined = condition.concat().map(c -> Tensors.cat(1, input, c)).orElse(input);
        Tensor x = fixed.isPresent() ? joined.channelsLast() : joined; // as fixed products have it, and leave it
        Block.Hints hints = new Block.Hints(
                embed(noiseLevel, condition, x),
                pass.heard(),
                x.shape(),
                Merging.of(pass.merging(), spec, x.size(2), x.size(3)),
                pass.forgetting());
        Deque<Tensor> remembered = new ArrayDeque<>();
        int last = ladder.down().size();
        Tensor upper = descend(x, 0, SHALLOW, remembered, hints);
        Tensor deep = pass.deep().of(() -> {
            Tensor lowest = descend(upper, SHALLOW, last, remembered, hints);
            return ascend(ladder.middle().forward(lowest, hints.at(last)), 0, last - SHALLOW, remembered, hints);
        });
        return out.forward(ascend(deep, last - SHALLOW, last, remembered, hints));
    }

    /** Through stages {@code from} (counted) to {@code to} (not counted) of the way down, which are remembered. */
    private Tensor descend(Tensor x, int from, int to, Deque<Tensor> remembered, Block.Hints hints) {
        Tensor h = x;
        for (int i = from; i < to; i++) {
            h = ladder.down().get(i).forward(h, hints.at(i));
            remembered.push(h);
        }
        return h;
    }

    /** Through stages of the way up, as many as there are down, each with what the way down remembers of its level. */
    private Tensor ascend(Tensor x, int from, int to, Deque<Tensor> remembered, Block.Hints hints) {
        Tensor h = x;
        for (int i = from; i < to; i++) {
            Tensor both = Tensors.cat(1, h, remembered.pop());
            Block.Hints own = hints.at(ladder.down().size() + 1 + i);
            h = ladder.up().get(i).forward(both, remembered.isEmpty() ? own : own.before(remembered.element()));
        }
        return h;
    }

    private Tensor embed(Tensor noiseLevel, Condition condition, Tensor x) {
        Tensor embedding = timeEmbed.forward(sinusoids.of(noiseLevel).to(x.dtype()));
        return whole == null ? embedding : embedding.add(whole.forward(condition));
    }

    @Override
    public void close() {
        super.close();
        sinusoids.close();
    }
}
