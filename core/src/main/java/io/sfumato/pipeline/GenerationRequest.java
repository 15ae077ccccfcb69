package io.sfumato.pipeline;

/** {@code count} pictures of one prompt. */
public record GenerationRequest(String prompt, int count, GenerationSettings settings) {
    private static final int MOST_PICTURES = 10_000;

    public GenerationRequest {
        checkPrompt(prompt);
        RequestException.checkRange("count", count, 1, MOST_PICTURES);
    }

    /** Throws {@link RequestException} where there is no word in a prompt. */
    static void checkPrompt(String prompt) {
        if (prompt.isBlank()) {
            throw new RequestException("prompt is empty, expected a few words such as \"a red apple\"");
        }
    }
}
