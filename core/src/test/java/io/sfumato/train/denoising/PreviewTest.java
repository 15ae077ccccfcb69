package io.sfumato.train.denoising;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.Caption;
import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.Cue;
import io.sfumato.condition.Nothing;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.TinyModel;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreviewTest {
    private static final List<Cue> SAID = List.of(new Caption("said"));

    private static ModelDescription model(ConditionerSpec conditioner) {
        ModelDescription tiny = TinyModel.description();
        return new ModelDescription(
                ModelDescription.VERSION,
                "",
                tiny.firstStage(),
                tiny.scaling(),
                conditioner,
                tiny.unet(),
                tiny.preconditioning(),
                tiny.defaults(),
                List.of(),
                Optional.of(ModelDescription.Absence.LEARNED),
                Collections.emptyMap());
    }

    private static Preview.Questions ofClasses(int count) {
        return Preview.questions(model(new ConditionerSpec.Label(count + 1)), List.of("unheard"), SAID);
    }

    @Test
    void fewClassesHaveARowEach() {
        Preview.Questions ten = ofClasses(10);
        assertThat(ten.cues()).hasSize(30);
        assertThat(ten.columns()).isEqualTo(3);
        assertThat(ten.cues().subList(3, 6)).containsOnly(new ClassLabel(1));
        assertThat(ofClasses(2).cues()).hasSize(12).endsWith(new ClassLabel(1));
        assertThat(ofClasses(2).columns()).isEqualTo(6);
    }

    @Test
    void ofManyClassesTheFirstHaveAPictureEach() {
        assertThat(ofClasses(16).cues()).hasSize(16);
        assertThat(ofClasses(1000).cues()).hasSize(30).doesNotHaveDuplicates();
        assertThat(ofClasses(1000).columns()).isEqualTo(6);
    }

    @Test
    void otherModelsAreAskedWhatTheyHear() {
        assertThat(Preview.questions(TinyModel.description(), List.of("a cat"), SAID)
                        .cues())
                .containsExactly(new Caption("a cat"));
        assertThat(Preview.questions(model(new ConditionerSpec.Unconditional()), List.of(), SAID)
                        .cues())
                .hasSize(Preview.USUAL)
                .containsOnly(new Nothing());
        assertThat(Preview.questions(model(new ConditionerSpec.LowResolution()), List.of(), SAID)
                        .cues())
                .isEqualTo(SAID);
    }
}
