package io.sfumato.reference;

import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelException;
import io.sfumato.model.ModelParts;
import io.sfumato.model.WeightLoading;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.TensorArchive;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A checkpoint of the reference beside the configuration that it was trained with. */
public final class ReferenceCheckpoint {
    private final Path file;
    private final TensorArchive archive;
    private final ReferenceConfig.Diffusion config;

    public ReferenceCheckpoint(Path file, TensorArchive archive, ReferenceConfig.Diffusion config) {
        this.file = file;
        this.archive = archive;
        this.config = config;
    }

    /** What the model is: the configuration's word, completed by what only the checkpoint knows. */
    public ModelDescription description() {
        ModelDescription stated = config.description();
        return new ModelDescription(
                stated.version(),
                name(),
                config.extras()
                        .remapped()
                        .map(unknown -> RemapReader.ofCheckpoint(stated.firstStage(), unknown, file, archive))
                        .orElse(stated.firstStage()),
                scaling(stated),
                conditioner(stated.conditioner()),
                stated.unet(),
                stated.preconditioning(),
                stated.defaults(),
                stated.provenance());
    }

    /** That of the file, or where it is only "model", that of its folder. */
    private String name() {
        String base = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        Path folder = file.toAbsolutePath().getParent();
        return base.equals("model") && folder.getFileName() != null
                ? folder.getFileName().toString()
                : base;
    }

    private LatentScaling scaling(ModelDescription stated) {
        if (config.extras().scale() == ReferenceConfig.Scale.IN_CONFIGURATION) {
            return stated.scaling();
        }
        if (!archive.contains(ReferenceKeys.SCALE)) {
            throw new ModelException(file + " has no " + ReferenceKeys.SCALE
                    + ", expected one, since the configuration says scale_by_std. Is it a whole checkpoint?");
        }
        return Region.computing(
                () -> new LatentScaling(0, archive.load(ReferenceKeys.SCALE).item()));
    }

    private ConditionerSpec conditioner(ConditionerSpec stated) {
        if (stated instanceof ConditionerSpec.Both both) {
            return new ConditionerSpec.Both(both.beside(), inside(both.inside(), ReferenceKeys.INSIDE));
        }
        return stated instanceof ConditionerSpec.Inside alone ? inside(alone, ReferenceKeys.CONDITIONER) : stated;
    }

    /** With the sizes of CLIP's text model. */
    private ConditionerSpec.Inside inside(ConditionerSpec.Inside stated, String prefix) {
        if (!(stated instanceof ConditionerSpec.ClipText clip)) {
            return stated;
        }
        String text = prefix + ReferenceKeys.CLIP_TEXT;
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (String name : archive.names()) {
            if (name.startsWith(text)) {
                shapes.put(name.substring(text.length()), archive.shape(name));
            }
        }
        return new ConditionerSpec.ClipText(ClipTextSpec.of(shapes, clip.sizes().activation()));
    }

    /** Whether the checkpoint has averaged weights of the U-Net. */
    public boolean hasAverages() {
        return archive.names().stream().anyMatch(name -> name.startsWith(ReferenceKeys.AVERAGED + "diffusion_model"));
    }

    /** Fills the parts of {@link #description} strictly: everything that does not fit is reported at once. */
    public void fill(ModelParts parts, Weights weights) {
        if (weights == Weights.EMA && !hasAverages()) {
            throw new ModelException(file
                    + " has no averaged weights (model_ema.*), but ema ones are asked for. Ask for" + " raw or auto");
        }
        boolean averaged = weights != Weights.RAW && hasAverages();
        Map<String, String> keys = new LinkedHashMap<>();
        for (String ours : parts.parameters().keySet()) {
            String key = ReferenceKeys.of(ours, parts.conditioning());
            keys.put(ours, averaged && key.startsWith(ReferenceKeys.UNET) ? ReferenceKeys.averaged(key) : key);
        }
        WeightLoading.fill(parts.parameters(), new RenamedArchive(archive, keys, unknown(keys)), file);
    }

    /** Keys that nothing here explains. */
    private Set<String> unknown(Map<String, String> keys) {
        Set<String> unknown = new LinkedHashSet<>(archive.names());
        keys.values().forEach(unknown::remove);
        unknown.removeIf(ReferenceKeys::isUnused);
        if (config.extras().remapped().isPresent()) {
            unknown.remove(ReferenceKeys.FIRST_STAGE + ReferenceKeys.USED); // in the description
        }
        unknown.removeIf(key -> key.startsWith(ReferenceKeys.UNET)); // the weights that were not asked for
        if (config.description().conditioner() instanceof ConditionerSpec.MaskedPicture) {
            unknown.removeIf(key -> key.startsWith(ReferenceKeys.CONDITIONER)); // the first stage once more
        }
        return unknown;
    }
}
