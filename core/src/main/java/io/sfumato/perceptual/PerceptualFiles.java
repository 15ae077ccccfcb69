package io.sfumato.perceptual;

import io.sfumato.nn.Init;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.TensorFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@link PerceptualDistance} from the files that people have: torchvision's recogniser, whose features are {@code
 * features.N}, and the weights of channels that come with LPIPS, {@code linN.model.1.weight}. Checkpoints of autoencoders hold both
 * in one, with the features in {@code net.sliceK.N}.
 */
public final class PerceptualFiles {
    private static final Pattern FEATURE = Pattern.compile("(?:.*\\.)?(?:features|net\\.slice\\d)\\.(\\d+\\..+)");
    private static final Pattern WEIGHT = Pattern.compile("(?:.*\\.)?(lin\\d)\\.model\\.\\d\\.weight");

    private PerceptualFiles() {}

    /**
     * Reads both files; they may be the same one.
     *
     * @param compute where the recogniser is, and the precision that it computes in
     * @throws ArchiveException in one line, where a file cannot be read or is not of this recogniser
     */
    public static PerceptualDistance open(Backbone backbone, Path recogniser, Path weights, Placement compute) {
        try (Region region = Region.open()) {
            PerceptualDistance distance = new PerceptualDistance(backbone, Init.blank(compute.device()), compute);
            try {
                fill(distance.recogniserParameters(), recogniser, FEATURE, "torchvision's " + backbone);
                fill(distance.weightParameters(), weights, WEIGHT, "LPIPS's weights for " + backbone);
                return distance;
            } catch (RuntimeException e) {
                distance.close();
                throw e;
            }
        }
    }

    /** Fills parameters from the names of a file whose first group is their name. */
    private static void fill(Map<String, Tensor> parameters, Path file, Pattern pattern, String expected) {
        try (TensorArchive archive = TensorFiles.open(file)) {
            for (String name : archive.names()) {
                Matcher match = pattern.matcher(name);
                Tensor parameter = match.matches() ? parameters.remove(match.group(1)) : null;
                if (parameter == null) {
                    continue; // its classifier, or another part of a checkpoint
                }
                if (!archive.shape(name).equals(parameter.shape())) {
                    throw new ArchiveException(file + ": " + name + " is " + archive.shape(name) + ", expected "
                            + parameter.shape() + " as in " + expected);
                }
                archive.fillLater(name, parameter);
            }
        }
        if (!parameters.isEmpty()) {
            throw new ArchiveException(
                    file + " has nothing for " + parameters.keySet().iterator().next() + " and "
                            + (parameters.size() - 1) + " more, expected " + expected);
        }
    }
}
