package io.sfumato.train.denoising;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.diffusion.EpsPrediction;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.diffusion.Preconditioning;
import io.sfumato.diffusion.VPrediction;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.TinyModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TunedLoraTest {
    private static final NoiseTable TABLE =
            TinyModel.description().preconditioning().table();

    private static Map<String, String> generation(int width, Preconditioning preconditioning) {
        ModelDescription tiny = TinyModel.description();
        return TunedLora.generation(new ModelDescription(
                ModelDescription.VERSION,
                "",
                tiny.firstStage(),
                tiny.scaling(),
                new ConditionerSpec.ClipText(
                        new ClipTextSpec(49_408, 77, width, 1, 1, 64, ClipTextSpec.Activation.GELU)),
                tiny.unet(),
                preconditioning,
                tiny.defaults(),
                List.of(),
                Optional.empty(),
                Map.of()));
    }

    /** In the words of kohya's scripts, by which programs tell whether updates fit the model that is open. */
    @Test
    void updatesSayWhichStableDiffusionTheyAreFor() {
        assertThat(generation(768, new EpsPrediction(TABLE)))
                .isEqualTo(Map.of("ss_v2", "False", "ss_base_model_version", "sd_v1"));
        assertThat(generation(1024, new EpsPrediction(TABLE)))
                .isEqualTo(Map.of("ss_v2", "True", "ss_base_model_version", "sd_v2"));
        assertThat(generation(1024, new VPrediction(TABLE)))
                .isEqualTo(Map.of("ss_v2", "True", "ss_base_model_version", "sd_v2_768_v"));
        assertThat(generation(64, new EpsPrediction(TABLE))).isEmpty();
        assertThat(TunedLora.generation(TinyModel.description())).isEmpty();
    }
}
