package io.sfumato.train.denoising;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.Caption;
import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.Condition;
import io.sfumato.condition.Conditioner;
import io.sfumato.condition.Cue;
import io.sfumato.condition.HybridConditioner;
import io.sfumato.condition.LowResolution;
import io.sfumato.condition.LowResolutionConditioner;
import io.sfumato.condition.PairOfCues;
import io.sfumato.model.Conditioning;
import io.sfumato.model.ModelParts;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ReadCaptionsTest {
    private static final long ANY = 1 << 20;
    private static final long OF_ONE_LETTER = 2 * Float.BYTES;
    private static final List<Caption> NOTHING = List.of(Caption.EMPTY);

    private final List<List<? extends Cue>> asked = new ArrayList<>();

    /** A token a letter, [N, longest, 2], each the letter's number; short ones are filled up with -1. */
    private final Conditioner letters = cues -> {
        asked.add(List.copyOf(cues));
        List<String> texts = cues.stream()
                .map(cue -> cue instanceof Caption caption ? caption.text() : "?")
                .toList();
        int longest = texts.stream().mapToInt(String::length).max().orElse(0);
        longest = Math.max(1, longest);
        float[] values = new float[texts.size() * longest * 2];
        for (int i = 0; i < values.length; i++) {
            String text = texts.get(i / 2 / longest);
            int letter = i / 2 % longest;
            values[i] = letter < text.length() ? text.charAt(letter) : -1;
        }
        return Condition.none().withContext(Tensors.of(values, Shape.of(texts.size(), longest, 2)));
    };

    private static Conditioner prompted(ReadCaptions read, Conditioning conditioning) {
        return read.of(new ModelParts(null, conditioning, null)).conditioning().conditioner();
    }

    private static Conditioner once(ReadCaptions read, Conditioning conditioning) {
        return prompted(read, conditioning).literal();
    }

    private Conditioner once(ReadCaptions read) {
        return once(read, new Conditioning("", new Module() {}, letters, List.of()));
    }

    private static List<Caption> captions(String... texts) {
        return List.of(texts).stream().map(Caption::new).toList();
    }

    private double[] heard(Conditioner conditioner, String... texts) {
        try (Region region = Region.open()) {
            return conditioner.encode(captions(texts)).context().orElseThrow().toDoubles();
        }
    }

    /** A conditioner that does not learn may hear of pictures, as inpainting's does. */
    @Test
    void whatIsNoCaptionIsCondensedAsEver() {
        Conditioner pictures = new Conditioner() {
            @Override
            public Condition encode(List<? extends Cue> cues) {
                return letters.encode(cues);
            }

            @Override
            public Cue condensed(Cue cue) {
                return new Caption("less");
            }
        };
        try (ReadCaptions read = new ReadCaptions(most -> true, ANY)) {
            Conditioning conditioning = new Conditioning("", new Module() {}, pictures, List.of());
            assertThat(prompted(read, conditioning).condensed(new Caption("much")))
                    .isEqualTo(new Caption("less"));
        }
    }

    @Test
    void aCaptionIsReadOnceAndMeansTheSame() {
        try (ReadCaptions read = new ReadCaptions(most -> true, ANY)) {
            Conditioner once = once(read);
            assertThat(heard(once, "a", "b", "a")).containsExactly('a', 'a', 'b', 'b', 'a', 'a');
            assertThat(heard(once, "b", "c")).containsExactly('b', 'b', 'c', 'c');
            assertThat(asked).containsExactly(NOTHING, captions("a"), captions("b"), captions("c"));
        }
    }

    @Test
    void whatFindsNoRoomIsReadAnew() {
        try (ReadCaptions read = new ReadCaptions(most -> true, 2 * OF_ONE_LETTER)) {
            Conditioner once = once(read);
            assertThat(heard(once, "a", "b")).isEqualTo(heard(once, "a", "b"));
            assertThat(asked).containsExactly(NOTHING, captions("a"), captions("b"), captions("b"));
        }
    }

    @Test
    void ofMorePicturesThanThereIsRoomForCaptionsAreReadTogether() {
        try (ReadCaptions read = new ReadCaptions(most -> most >= 3, 2 * OF_ONE_LETTER)) {
            Conditioner once = once(read);
            assertThat(heard(once, "a", "b")).isEqualTo(heard(once, "a", "b"));
            assertThat(asked).containsExactly(NOTHING, captions("a", "b"), captions("a", "b"));
        }
    }

    @Test
    void promptsAreReadWhenTheyAreAsked() {
        try (ReadCaptions read = new ReadCaptions(most -> true, ANY)) {
            Conditioner prompted = prompted(read, new Conditioning("", new Module() {}, letters, List.of()));
            heard(prompted, "a", "b");
            heard(prompted, "a", "b");
            assertThat(asked).containsExactly(captions("a", "b"), captions("a", "b"));
        }
    }

    @Test
    void otherCuesAreHeardTogether() {
        List<ClassLabel> labels = List.of(new ClassLabel(1), new ClassLabel(1));
        try (ReadCaptions read = new ReadCaptions(most -> true, ANY);
                Region region = Region.open()) {
            once(read).encode(labels);
            assertThat(asked).containsExactly(labels);
        }
    }

    @Test
    void ofTwoThingsWhatIsBesideTheLatentsIsHeardAnew() {
        Conditioning beside = new Conditioning("", new Module() {}, new LowResolutionConditioner(), List.of());
        Conditioning inside = new Conditioning("", new Module() {}, letters, List.of());
        Conditioning both = new Conditioning(
                "",
                new Module() {},
                new HybridConditioner(beside.conditioner(), inside.conditioner()),
                List.of(beside, inside));
        try (ReadCaptions read = new ReadCaptions(most -> true, ANY);
                Region region = Region.open()) {
            Conditioner once = once(read, both);
            for (float colour : new float[] {0.25f, 0.5f}) {
                Tensor picture = Tensors.full(Shape.of(3, 2, 2), colour, Placement.FLOAT32);
                Condition condition =
                        once.encode(List.of(new PairOfCues(new LowResolution(picture), new Caption("a"))));
                assertThat(condition.concat().orElseThrow().max().item()).isEqualTo(colour);
                assertThat(condition.context().orElseThrow().toDoubles()).containsExactly('a', 'a');
            }
            assertThat(asked).containsExactly(NOTHING, captions("a"));
        }
    }
}
