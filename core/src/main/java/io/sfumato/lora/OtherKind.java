package io.sfumato.lora;

import io.sfumato.model.ModelException;
import io.sfumato.tensor.Excerpt;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** Relatives of LoRA that files of the same look hold. Their weights are made otherwise, and none is read here. */
enum OtherKind {
    LOHA("LoHa", "hada_w\\d"),
    LOKR("LoKr", "lokr_(w\\d|t2)"),
    DORA("DoRA", "dora_scale|lora_magnitude_vector"),
    OFT("OFT", "oft_(blocks|diag|R)"),
    IA3("(IA)³", "\\.on_input$|ia3_l"),
    GLORA("GLoRA", "\\.[ab][12]\\.weight$"),
    TUCKER("LoCon with a third matrix (Tucker decomposition)", "lora_mid"),
    WHOLE("LyCORIS with whole differences", "\\.diff(_b)?$");

    private final String spoken;
    private final Pattern mark;

    OtherKind(String spoken, String mark) {
        this.spoken = spoken;
        this.mark = Pattern.compile(mark);
    }

    @Override
    public String toString() {
        return spoken;
    }

    private Optional<String> marked(Collection<String> keys) {
        return keys.stream().filter(mark.asPredicate()).findFirst();
    }

    /** What a file with these keys holds, where it holds one of them. */
    static Optional<OtherKind> of(Collection<String> keys) {
        return Arrays.stream(values())
                .filter(kind -> kind.marked(keys).isPresent())
                .findFirst();
    }

    /** Refuses a file that holds one of them. */
    static void check(Path file, Collection<String> keys) {
        of(keys).ifPresent(kind -> {
            throw new ModelException(
                    file + " is " + kind + " ('"
                            + Excerpt.of(kind.marked(keys).orElseThrow())
                            + "'), which is not read here, expected a LoRA. Merge it into a model with the program that made it");
        });
    }
}
