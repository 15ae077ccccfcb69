package io.sfumato.train.denoising;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.Caption;
import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.Cue;
import io.sfumato.condition.LowResolution;
import io.sfumato.condition.Nothing;
import io.sfumato.condition.PairOfCues;
import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelFolder;
import io.sfumato.model.TinyModel;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensors;
import io.sfumato.train.loop.Stop;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** A picture, and a class inside; the last stands for any. */
    private static Cue pair(int side, Cue inside) {
        return new PairOfCues(new LowResolution(Tensors.zeros(Shape.of(3, side, side), Placement.FLOAT32)), inside);
    }

    @Test
    void ofTwoThingsPromptsTakeThePlaceOfWordsAndNothingThatWasLeftOutIsAsked() {
        try (Region region = Region.open()) {
            Cue first = pair(1, new ClassLabel(0));
            List<Cue> said = List.of(first, pair(2, new ClassLabel(2)));
            ModelDescription classes =
                    model(new ConditionerSpec.Both(new ConditionerSpec.LowResolution(), new ConditionerSpec.Label(3)));
            assertThat(Preview.questions(classes, List.of("unheard"), said).cues())
                    .containsExactly(first);
            ModelDescription words = model(new ConditionerSpec.Both(
                    new ConditionerSpec.LowResolution(), new ConditionerSpec.ClipText(ClipTextSpec.VIT_L_14)));
            List<Cue> captioned = List.of(pair(1, new Caption("a dog")), pair(2, Caption.EMPTY));
            assertThat(Preview.questions(words, List.of(), captioned).cues()).containsExactly(captioned.get(0));
            assertThat(Preview.questions(words, List.of("a cat"), captioned).cues())
                    .singleElement()
                    .isEqualTo(new PairOfCues(((PairOfCues) captioned.get(0)).beside(), new Caption("a cat")));
        }
    }

    /** It is in the middle of learning: its run goes on, as long as weights and losses are sound. */
    @Test
    void ofAModelThatMakesNoPictureNoSheetIsDrawn(@TempDir Path folder) {
        Path sheet = folder.resolve("sheet.png");
        try (Model model = ModelFolder.open(TinyModel.write(folder.resolve("model")), Placement.FLOAT32)) {
            Preview preview = new Preview(
                    Preview.Questions.of(List.of(new Caption("a cat"))),
                    new Preview.Drawing(1, Placement.FLOAT32, new Stop()),
                    model.description());
            assertThat(preview.draw(model.parts(), sheet)).isEqualTo(1);
            assertThat(sheet).isNotEmptyFile();
            Grad.off(() -> model.parts()
                    .firstStage()
                    .parameters()
                    .get("decoder.conv_out.weight")
                    .mulInPlace(Double.NaN));
            Path none = folder.resolve("none.png");
            assertThat(preview.draw(model.parts(), none)).isZero();
            assertThat(none).doesNotExist();
        }
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
