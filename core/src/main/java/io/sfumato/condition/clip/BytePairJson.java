package io.sfumato.condition.clip;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** CLIP's {@code tokenizer.json}, as Hugging Face publishes it with openai/clip-vit-large-patch14. */
final class BytePairJson {
    /** Endings after an apostrophe, words, single digits, runs of anything else. */
    private static final String WORD = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

    private BytePairJson() {}

    static String of(BytePairs pairs) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (String mark : List.of(BytePairs.BEGIN, BytePairs.END)) {
            added.addObject()
                    .put("id", pairs.ids().get(mark))
                    .put("content", mark)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", true)
                    .put("special", true);
        }
        addNormalizer(root.putObject("normalizer"));
        addSplit(root.putObject("pre_tokenizer"));
        addFrame(root.putObject("post_processor"), pairs);
        addByteLevel(root.putObject("decoder"));
        addModel(root.putObject("model"), pairs);
        return root.toString();
    }

    private static void addNormalizer(ObjectNode normalizer) {
        ArrayNode steps = normalizer.put("type", "Sequence").putArray("normalizers");
        steps.addObject().put("type", "NFC");
        ObjectNode blanks = steps.addObject().put("type", "Replace").put("content", " ");
        blanks.putObject("pattern").put("Regex", "\\s+");
        steps.addObject().put("type", "Lowercase");
    }

    private static void addSplit(ObjectNode splitter) {
        ArrayNode steps = splitter.put("type", "Sequence").putArray("pretokenizers");
        ObjectNode words = steps.addObject()
                .put("type", "Split")
                .put("behavior", "Removed")
                .put("invert", true);
        words.putObject("pattern").put("Regex", WORD);
        addByteLevel(steps.addObject());
    }

    private static void addByteLevel(ObjectNode step) {
        step.put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", true);
    }

    private static void addFrame(ObjectNode frame, BytePairs pairs) {
        frame.put("type", "RobertaProcessing").put("trim_offsets", false).put("add_prefix_space", false);
        frame.putArray("sep").add(BytePairs.END).add(pairs.ids().get(BytePairs.END));
        frame.putArray("cls").add(BytePairs.BEGIN).add(pairs.ids().get(BytePairs.BEGIN));
    }

    private static void addModel(ObjectNode model, BytePairs pairs) {
        model.put("type", "BPE").putNull("dropout").put("unk_token", BytePairs.END);
        model.put("continuing_subword_prefix", "").put("end_of_word_suffix", Merges.END_OF_WORD);
        model.put("fuse_unk", false);
        ObjectNode ids = model.putObject("vocab");
        pairs.ids().forEach(ids::put);
        ArrayNode merges = model.putArray("merges");
        pairs.merges().pairs().forEach(merges::add);
    }
}
