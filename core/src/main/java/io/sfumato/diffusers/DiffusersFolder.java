package io.sfumato.diffusers;

import io.sfumato.condition.text.TextEncoder;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelException;
import io.sfumato.model.ModelParts;
import io.sfumato.nn.Module;
import io.sfumato.reference.ReferencePart;
import io.sfumato.unet.UNetSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A model folder of diffusers: {@code model_index.json}, and a folder with a configuration and weights for each part. Its
 * safety checker is passed over.
 */
public final class DiffusersFolder {
    private static final int LATENT_SIDE = 64;
    private static final int LARGEST_SIDE = 1 << 14;

    private final Path folder;
    private final ModelDescription description;
    private final Parts parts;

    private DiffusersFolder(Path folder, ModelDescription description, Parts parts) {
        this.folder = folder;
        this.description = description;
        this.parts = parts;
    }

    /** Where the parts are. */
    private record Parts(Component unet, Component firstStage, Optional<Component> text) {}

    /** Whether a folder is one of diffusers' models. */
    public static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(Index.FILE));
    }

    /**
     * Reads what a folder holds; its weights are not touched.
     *
     * @throws ModelException in one line, where a configuration names a class or an option that is not built here
     */
    public static DiffusersFolder read(Path folder) {
        Index index = Index.read(folder);
        Component unet = index.component("unet");
        Component firstStage = index.firstStage();
        Component scheduler = index.component("scheduler");
        UNetSpec network = UNetReader.read(unet);
        AutoencoderReader autoencoder = AutoencoderReader.read(firstStage);
        Optional<Component> text = hearsText(index) ? Optional.of(index.text()) : Optional.empty();
        ConditionerSpec conditioner = text.map(TextReader::read).orElseGet(() -> wordless(index, network));
        ModelDescription description = new ModelDescription(
                ModelDescription.VERSION,
                name(folder),
                autoencoder.spec(),
                // this pipeline decodes latents as they are, whatever the configuration says
                (index.pipeline() == Index.Pipeline.SUPER_RESOLUTION ? autoencoder.unscaled() : autoencoder).scaling(),
                conditioner,
                network,
                SchedulerReader.read(scheduler),
                GenerationDefaults.ofReference(side(unet, autoencoder.spec().sizes()), conditioner),
                Map.of());
        index.params().done();
        Fit.check(folder, description);
        return new DiffusersFolder(folder, description, new Parts(unet, firstStage, text));
    }

    private static boolean hearsText(Index index) {
        return switch (index.pipeline()) {
            case STABLE_DIFFUSION, TEXT_TO_IMAGE -> true;
            case UNCONDITIONAL, SUPER_RESOLUTION -> false;
        };
    }

    private static ConditionerSpec wordless(Index index, UNetSpec unet) {
        if (index.pipeline() == Index.Pipeline.SUPER_RESOLUTION) {
            return new ConditionerSpec.LowResolution();
        }
        return unet.whole().orElse(null) instanceof UNetSpec.ClassOf classes
                ? new ConditionerSpec.Label(classes.count())
                : new ConditionerSpec.Unconditional();
    }

    private static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "diffusers" : name.toString();
    }

    /** Pictures of the size that the U-Net was trained on. */
    private static int side(Component unet, AutoencoderSpec sizes) {
        int latent = unet.config().integer("sample_size", LATENT_SIDE);
        if (latent < 1 || latent > LARGEST_SIDE) {
            throw new ModelException(
                    unet.config().path("sample_size") + " is " + latent + ", expected 1 to " + LARGEST_SIDE);
        }
        return latent * sizes.factor();
    }

    /** What the model is. */
    public ModelDescription description() {
        return description;
    }

    /** The file of the U-Net's weights: what tells the model from others of its sizes. */
    public Path weights() {
        return WeightFiles.NETWORK.find(parts.unet().folder());
    }

    /** The files of all parts' weights. */
    public Map<ReferencePart, Path> files() {
        Map<ReferencePart, Path> files = new EnumMap<>(ReferencePart.class);
        files.put(ReferencePart.UNET, weights());
        files.put(
                ReferencePart.FIRST_STAGE,
                WeightFiles.NETWORK.find(parts.firstStage().folder()));
        parts.text().ifPresent(text -> files.put(ReferencePart.CONDITIONER, WeightFiles.TEXT.find(text.folder())));
        return files;
    }

    /**
     * Refuses a tokenizer that fills the window of CLIP otherwise than Stable Diffusion v1's does: the U-Net hears what is
     * behind the words too. Those of version 2 do.
     */
    public void checkPadding() {
        if (description.conditioner() instanceof ConditionerSpec.ClipText) {
            ClipPadding.check(folder.resolve("tokenizer"));
        }
    }

    /** Fills the parts of {@link #description} strictly: everything of a file that does not fit is reported at once. */
    public void fill(ModelParts networks) {
        UNetSpec unet = description.unet();
        NamedWeights.fill(
                networks.unet().parameters(),
                new NamedWeights.Names(
                        DiffusersKeys.unet(unet), unet.attention().heads()),
                weights(),
                key -> false);
        NamedWeights.fill(
                networks.firstStage().parameters(),
                NamedWeights.Names.of(
                        DiffusersKeys.firstStage(networks.firstStage().spec())),
                WeightFiles.NETWORK.find(parts.firstStage().folder()),
                key -> false);
        parts.text().ifPresent(text -> {
            Module network = networks.conditioning().network();
            NamedWeights.fill(
                    network.parameters(),
                    NamedWeights.Names.of(keys(network)),
                    WeightFiles.TEXT.find(text.folder()),
                    DiffusersFolder::isUnused);
        });
    }

    private static KeyMap keys(Module text) {
        return text instanceof TextEncoder encoder
                ? DiffusersKeys.bert(encoder.spec().transformer())
                : DiffusersKeys.clip();
    }

    /** Numbers of positions, and the head of BERT, which guesses words. */
    private static boolean isUnused(String key) {
        return key.endsWith(".position_ids") || key.startsWith("to_logits.");
    }
}
