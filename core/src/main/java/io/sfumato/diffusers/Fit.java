package io.sfumato.diffusers;

import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelException;
import io.sfumato.unet.UNetSpec;
import java.nio.file.Path;

/** Whether the parts of a model are made for each other. */
final class Fit {
    private static final int PICTURE = 3;

    private Fit() {}

    static void check(Path folder, ModelDescription description) {
        UNetSpec unet = description.unet();
        int latents = description.firstStage().sizes().embeddedChannels();
        int beside = description.conditioner() instanceof ConditionerSpec.LowResolution ? PICTURE : 0;
        if (unet.outChannels() != latents || unet.inChannels() != latents + beside) {
            throw new ModelException(folder + ": the U-Net has " + unet.inChannels() + " channels in and "
                    + unet.outChannels() + " out, expected " + (latents + beside) + " and " + latents
                    + " by pipeline and autoencoder");
        }
        int context = unet.attention() instanceof UNetSpec.CrossAttention cross ? cross.contextWidth() : 0;
        int width = width(description.conditioner());
        if (context != width) {
            throw new ModelException(folder + ": the U-Net attends to "
                    + (context == 0 ? "nothing" : "tokens of width " + context) + ", expected "
                    + (width == 0 ? "nothing (UNet2DModel)" : "tokens of width " + width)
                    + " by pipeline and text model");
        }
    }

    /** The width of the tokens that a conditioner says; 0 where it says none. */
    private static int width(ConditionerSpec conditioner) {
        if (conditioner instanceof ConditionerSpec.Text text) {
            return text.sizes().transformer().width();
        }
        return conditioner instanceof ConditionerSpec.ClipText clip
                ? clip.sizes().width()
                : 0;
    }
}
