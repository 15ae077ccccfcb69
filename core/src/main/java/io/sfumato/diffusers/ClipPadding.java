package io.sfumato.diffusers;

import io.sfumato.model.ModelException;
import io.sfumato.reference.Params;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a tokenizer of CLIP writes behind the words, up to the end of the window. */
final class ClipPadding {
    private static final List<String> FILES = List.of("special_tokens_map.json", "tokenizer_config.json");
    private static final String KEY = "pad_token";
    private static final String END = "<|endoftext|>";

    private ClipPadding() {}

    /** Refuses another padding than the end mark. Folders that say nothing of it have that of CLIP. */
    static void check(Path folder) {
        for (String name : FILES) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                check(ConfigFile.read(file));
            }
        }
    }

    private static void check(Params params) {
        if (!params.has(KEY)) {
            return;
        }
        String token = params.word(KEY).orElseGet(() -> params.mapping(KEY).text("content"));
        if (!token.equals(END)) {
            throw new ModelException(params.path(KEY) + " is " + token + ", expected " + END
                    + " as in Stable Diffusion v1 (other padding is not built here)");
        }
    }
}
