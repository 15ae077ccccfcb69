package io.sfumato.train.reference;

import io.sfumato.adversarial.AdversarialLoss;
import io.sfumato.perceptual.Backbone;
import io.sfumato.reference.Params;
import io.sfumato.reference.Target;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.Reconstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what the reference's autoencoders learn from, {@code lossconfig}.
 *
 * @param caches where the networks are that the perceptual distance needs
 */
record LossReader(Caches caches) {
    private static final Set<String> KL = Set.of(
            "ldm.modules.losses.LPIPSWithDiscriminator", "ldm.modules.losses.contperceptual.LPIPSWithDiscriminator");
    private static final Set<String> VQ = Set.of(
            "taming.modules.losses.vqperceptual.VQLPIPSWithDiscriminator",
            "ldm.modules.losses.vqperceptual.VQLPIPSWithDiscriminator");

    /** Where the reference's program puts the weights of LPIPS, from the folder that it is started in. */
    private static final Path LPIPS = Path.of("taming/modules/autoencoder/lpips/vgg.pth");

    /**
     * A loss.
     *
     * @param latentWeight of what keeps latents tame: the divergence, or the codebook's loss
     */
    record Loss(Reconstruction reconstruction, double latentWeight) {}

    Loss kl(Params model) {
        Params params = Target.of(model, "lossconfig", KL).params();
        if (params.number("logvar_init", 0) != 0) {
            throw new RecipeException(params.path("logvar_init") + " is " + params.number("logvar_init")
                    + ", expected 0: nothing learns it there, so it only weighs losses against each other");
        }
        return loss(params, params.number("kl_weight", 1));
    }

    Loss vq(Params model) {
        Params params = Target.of(model, "lossconfig", VQ).params();
        params.only("disc_ndf", 64);
        params.only("perceptual_loss", "lpips");
        params.only("pixel_loss", "l1");
        params.ignore("n_classes"); // of what it logs
        return loss(params, params.number("codebook_weight", 1));
    }

    private Loss loss(Params params, double latentWeight) {
        params.ignore("pixelloss_weight"); // the reference does not use it
        params.only("use_actnorm", false);
        params.only("disc_conditional", false);
        params.only("disc_in_channels", 3);
        double perceptual = params.number("perceptual_weight", 1);
        Reconstruction.Discriminator discriminator = new Reconstruction.Discriminator(
                start(params), params.number("disc_weight", 1), params.integer("disc_num_layers", 3), verdict(params));
        params.done();
        return new Loss(
                new Reconstruction.Adversarial(perceptual, recogniser(perceptual), discriminator), latentWeight);
    }

    /** Its factor is 1, or 0 for a discriminator that never joins. */
    private static long start(Params params) {
        double factor = params.number("disc_factor", 1);
        if (factor != 0 && factor != 1) {
            throw new RecipeException(params.path("disc_factor") + " is " + factor
                    + ", expected 1, or 0 for no discriminator: disc_weight weighs its verdicts");
        }
        long start = (long) params.number("disc_start");
        return factor == 0 ? Long.MAX_VALUE : start;
    }

    private static AdversarialLoss verdict(Params params) {
        String name = params.text("disc_loss", "hinge");
        return switch (name) {
            case "hinge" -> AdversarialLoss.HINGE;
            case "vanilla" -> AdversarialLoss.VANILLA;
            default ->
                throw new RecipeException(params.path("disc_loss") + " is " + name + ", expected hinge or vanilla");
        };
    }

    private Optional<Reconstruction.Recogniser> recogniser(double weight) {
        boolean there = Files.isRegularFile(caches.vgg16()) && Files.isRegularFile(LPIPS);
        return weight > 0 && there
                ? Optional.of(new Reconstruction.Recogniser(
                        Backbone.VGG16, caches.vgg16().toString(), LPIPS.toString()))
                : Optional.empty();
    }

    /** What to say where the perceptual distance is to be learned from and cannot be. */
    Optional<String> missing(Reconstruction reconstruction) {
        boolean misses = reconstruction instanceof Reconstruction.Adversarial adversarial
                && adversarial.perceptualWeight() > 0
                && adversarial.recogniser().isEmpty();
        return misses
                ? Optional.of("the perceptual loss is left out, since the two files of its network are not there: "
                        + caches.vgg16() + " (torchvision's) and " + LPIPS + " (LPIPS's)")
                : Optional.empty();
    }
}
