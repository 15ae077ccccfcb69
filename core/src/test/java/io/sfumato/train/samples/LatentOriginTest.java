package io.sfumato.train.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.image.Picture;
import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class LatentOriginTest {
    private static final AutoencoderSpec SPEC =
            new AutoencoderSpec(4, 16, 32, List.of(1), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 4);

    /** Pictures of which the names alone are there. */
    private record Names(List<String> names) implements DataSet {
        Names(String... names) {
            this(List.of(names));
        }

        @Override
        public int count() {
            return names.size();
        }

        @Override
        public String name(int index) {
            return names.get(index);
        }

        @Override
        public Picture picture(int index) {
            throw new IllegalStateException("pictures are not looked at");
        }

        @Override
        public Known known(int index) {
            throw new IllegalStateException("captions are not looked at");
        }
    }

    private static Autoencoder autoencoder() {
        Autoencoder autoencoder = new FirstStageSpec.Kl(SPEC).build(Init.blank());
        RandomWeights.fill(autoencoder.parameters(), 1);
        return autoencoder;
    }

    private static String pictures(Autoencoder firstStage, String... names) {
        return LatentOrigin.of(new Names(names), firstStage).pictures();
    }

    @Test
    void namesAndTheirOrderTellPicturesApart() {
        try (Autoencoder firstStage = autoencoder()) {
            String known = pictures(firstStage, "a", "b");
            assertThat(pictures(firstStage, "a", "b")).isEqualTo(known).hasSize(64);
            assertThat(List.of(
                            pictures(firstStage, "b", "a"),
                            pictures(firstStage, "a", "c"),
                            pictures(firstStage, "a", "b", "c"),
                            pictures(firstStage, "ab")))
                    .doesNotContain(known)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void oneNumberTellsFirstStagesApart() {
        try (Autoencoder one = autoencoder();
                Autoencoder other = autoencoder()) {
            String known = LatentOrigin.of(new Names("a"), one).firstStage();
            assertThat(LatentOrigin.of(new Names("b"), other).firstStage()).isEqualTo(known);
            Grad.off(() -> other.parameters().get("decoder.conv_out.bias").addInPlace(1e-6));
            assertThat(LatentOrigin.of(new Names("a"), other).firstStage()).isNotEqualTo(known);
        }
    }
}
