package io.sfumato.pipeline;

import io.sfumato.sampling.SamplerName;

/**
 * Which pictures are wanted. Picture i of {@code count} has the seed {@code seed + i}.
 *
 * @param negative what guidance steers away from; empty for "anything"
 * @param batch pictures computed at once
 * @param guidance scale s of classifier-free guidance; 1 is none
 * @param eta fresh noise of DDIM, 0 to 1
 */
public record GenerationRequest(
        String prompt,
        String negative,
        long seed,
        int count,
        int batch,
        int width,
        int height,
        int steps,
        double guidance,
        double eta,
        SamplerName sampler) {
    private static final int MOST_STEPS = 1000;
    private static final int MOST_PICTURES = 10_000;
    private static final int MOST_AT_ONCE = 64;
    private static final int LARGEST_SIDE = 2048;
    private static final double STRONGEST = 100;

    public GenerationRequest {
        if (prompt.isBlank()) {
            throw new RequestException("prompt is empty, expected a few words such as \"a red apple\"");
        }
        range("steps", steps, 1, MOST_STEPS);
        range("count", count, 1, MOST_PICTURES);
        range("batch", batch, 1, MOST_AT_ONCE);
        range("width", width, 8, LARGEST_SIDE);
        range("height", height, 8, LARGEST_SIDE);
        if (!(guidance >= 0 && guidance <= STRONGEST)) {
            throw new RequestException(
                    "guidance is " + guidance + ", expected a number from 0 to " + STRONGEST + "; 4 is usual");
        }
        if (!(eta >= 0 && eta <= 1)) {
            throw new RequestException("eta is " + eta + ", expected a number from 0 to 1");
        }
    }

    private static void range(String what, int got, int least, int most) {
        if (got < least || got > most) {
            throw new RequestException(
                    what + (what.equals("steps") ? " are " : " is ") + got + ", expected " + least + " to " + most);
        }
    }
}
