package io.sfumato.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.data.Example;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionFidelityTest {
    @TempDir
    Path folder;

    @Test
    void theConceptIsRightInAnyStyleButThePictureOnlyInItsOwn() throws IOException {
        Example asked = DrawnPictures.example(folder, "red", "a", DrawnPictures.square(Color.RED, 10));
        Example otherHand = DrawnPictures.example(folder, "red", "b", DrawnPictures.square(Color.PINK, 10));
        Example otherThing = DrawnPictures.example(folder, "blue", "a", DrawnPictures.square(Color.BLUE, 10));
        assertThat(judged(asked, asked).isRightPicture()).isTrue();
        assertThat(judged(asked, otherHand).isRightConcept()).isTrue();
        assertThat(judged(asked, otherHand).isRightPicture()).isFalse();
        assertThat(judged(asked, otherThing).isRightConcept()).isFalse();
        List<CaptionFidelity.Judged> all = List.of(
                judged(asked, asked), judged(asked, otherHand), judged(asked, otherThing), judged(asked, otherThing));
        assertThat(Evaluation.Result.rightConcepts(all)).isEqualTo(0.5);
        assertThat(Evaluation.Result.rightPictures(all)).isEqualTo(0.25);
    }

    /** What was held out can be nearest, but not among what was trained on: there a real picture may be nearest to another thing. */
    @Test
    void realPicturesAreRightAmongAllButPerhapsNotAmongThoseTrainedOn() throws IOException {
        Example heldOut = DrawnPictures.heldOut(folder, "red", "a", DrawnPictures.square(Color.RED, 10));
        Example otherHand = DrawnPictures.example(folder, "red", "b", DrawnPictures.square(Color.CYAN, 10));
        Example otherThing = DrawnPictures.example(folder, "pink", "a", DrawnPictures.square(Color.PINK, 10));
        List<CaptionFidelity.Judged> real = CaptionFidelity.judgeReal(
                new NearestPicture(List.of(otherHand, heldOut, otherThing)), List.of(heldOut, otherHand));
        assertThat(Evaluation.Result.rightPictures(real)).isEqualTo(1);
        assertThat(real.get(0).nearestTrained()).isEqualTo(otherThing);
        assertThat(Evaluation.Result.rightAmongTrained(real)).isEqualTo(0.5);
    }

    private static CaptionFidelity.Judged judged(Example asked, Example nearest) {
        return new CaptionFidelity.Judged(asked, DrawnPictures.square(Color.RED, 10), nearest, nearest);
    }

    @Test
    void drawnCaptionsDependOnTheSeedAlone() throws IOException {
        Example red = DrawnPictures.example(folder, "red", "a", DrawnPictures.square(Color.RED, 10));
        Example blue = DrawnPictures.example(folder, "blue", "a", DrawnPictures.square(Color.BLUE, 10));
        Example green = DrawnPictures.example(folder, "green", "a", DrawnPictures.square(Color.GREEN, 10));
        List<Example> all = List.of(red, blue, green);
        assertThat(CaptionFidelity.draw(all, 2, 5))
                .isEqualTo(CaptionFidelity.draw(all, 2, 5))
                .hasSize(2);
        assertThat(CaptionFidelity.draw(all, 9, 5)).containsExactlyInAnyOrderElementsOf(all);
    }
}
