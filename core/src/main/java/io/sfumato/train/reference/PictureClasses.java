package io.sfumato.train.reference;

import io.sfumato.data.Framing;
import io.sfumato.image.Resampling;
import io.sfumato.reference.Params;
import io.sfumato.reference.Target;
import io.sfumato.train.recipe.DataRecipe;
import io.sfumato.train.recipe.RecipeException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reference's classes that read pictures: where each looks, and what it makes of a picture (CompVis latent-diffusion a506df5,
 * taming-transformers 3ba01b2).
 */
record PictureClasses(Caches caches) {
    private static final String LSUN = "ldm.data.lsun.LSUN";
    private static final String LSUN_BASE = LSUN + "Base";
    private static final Pattern LSUN_PART =
            Pattern.compile(Pattern.quote(LSUN) + "(Churches|Bedrooms|Cats)(Train|Validation)");
    private static final Pattern FACES =
            Pattern.compile("(?:taming|ldm)\\.data\\.faceshq\\.(CelebAHQ|FFHQ)(Train|Validation)");
    private static final Pattern CUSTOM = Pattern.compile("taming\\.data\\.custom\\.Custom(Train|Test)");
    private static final Pattern IMAGENET =
            Pattern.compile("(?:taming|ldm)\\.data\\.imagenet\\.ImageNet(SR|)(Train|Validation)");

    PictureClass read(Target target) {
        Matcher lsun = LSUN_PART.matcher(target.name());
        Matcher faces = FACES.matcher(target.name());
        Matcher custom = CUSTOM.matcher(target.name());
        Matcher imageNet = IMAGENET.matcher(target.name());
        try {
            if (lsun.matches()) {
                return lsun(target.params(), lsun.group(1), lsun.group(2));
            } else if (target.name().equals(LSUN_BASE)) {
                return lsunBase(target.params());
            } else if (faces.matches()) {
                return faces(target.params(), faces.group(1), faces.group(2));
            } else if (custom.matches()) {
                return custom(target.params(), custom.group(1).equals("Train") ? "training" : "test");
            } else if (imageNet.matches()) {
                String part = "ILSVRC2012_" + imageNet.group(2).toLowerCase(Locale.ROOT);
                return imageNet.group(1).isEmpty()
                        ? imageNet(target.params(), part)
                        : superResolution(target.params(), Optional.of(list(caches.imageNet(part))));
            }
            return unpublished(target);
        } catch (IllegalArgumentException e) {
            throw new RecipeException(target.where() + ".params: " + e.getMessage(), e);
        }
    }

    private static PictureClass lsun(Params params, String kind, String part) {
        String plural = kind.toLowerCase(Locale.ROOT);
        String name =
                switch (kind) {
                    case "Churches" -> "church_outdoor";
                    case "Bedrooms" -> plural;
                    default -> "cat";
                };
        boolean train = part.equals("Train");
        return lsun(
                params,
                new DataRecipe.NamedPictures(
                        "data/lsun/" + name + (train ? "_train.txt" : "_val.txt"), Optional.of("data/lsun/" + plural)),
                train ? 0.5 : 0);
    }

    private static PictureClass lsunBase(Params params) {
        return lsun(
                params,
                new DataRecipe.NamedPictures(params.text("txt_file"), Optional.of(params.text("data_root"))),
                0.5);
    }

    private static PictureClass lsun(Params params, DataRecipe.NamedPictures list, double flip) {
        Framing framing = new Framing(
                params.integer("size"), new Framing.Centre(), params.number("flip_p", flip), interpolation(params));
        params.done();
        return PictureClass.listed(list, framing, PictureClass.Tells.NOTHING);
    }

    private static Resampling interpolation(Params params) {
        String name = params.text("interpolation", "bicubic");
        return switch (name) {
            case "linear", "bilinear" -> Resampling.BILINEAR;
            case "bicubic" -> Resampling.BICUBIC;
            case "lanczos" -> Resampling.LANCZOS;
            default ->
                throw new RecipeException(params.path("interpolation") + " is " + name
                        + ", expected linear, bilinear, bicubic or lanczos");
        };
    }

    private static PictureClass faces(Params params, String kind, String part) {
        String name = "data/" + kind.toLowerCase(Locale.ROOT);
        Framing framing = middle(params.integer("size"));
        params.ignore("keys");
        params.done();
        return PictureClass.listed(
                new DataRecipe.NamedPictures(name + part.toLowerCase(Locale.ROOT) + ".txt", Optional.of(name)),
                framing,
                PictureClass.Tells.NOTHING);
    }

    private static PictureClass custom(Params params, String part) {
        Framing framing = middle(params.integer("size"));
        String file = params.text(part + "_images_list_file");
        params.done();
        return PictureClass.listed(
                new DataRecipe.NamedPictures(file, Optional.empty()), framing, PictureClass.Tells.NOTHING);
    }

    private PictureClass imageNet(Params params, String part) {
        Path root = params.has("data_root") ? Path.of(params.text("data_root")).resolve(part) : caches.imageNet(part);
        params.only("process_images", true);
        Params config = params.mappingOrNone("config");
        int size = config.integer("size", 256);
        config.only("keep_orig_class_label", false);
        config.done();
        params.done();
        Framing framing = new Framing(size, new Framing.Anywhere(OptionalInt.of(size)), 0, Resampling.TWO_NEAREST);
        return PictureClass.listed(list(root), framing, PictureClass.Tells.CLASS);
    }

    private static DataRecipe.NamedPictures list(Path root) {
        return new DataRecipe.NamedPictures(
                root.resolve("filelist.txt").toString(),
                Optional.of(root.resolve("data").toString()));
    }

    private static PictureClass superResolution(Params params, Optional<DataRecipe.NamedPictures> list) {
        params.only("random_crop", true);
        Framing framing = new Framing(
                params.integer("size"),
                new Framing.Part(params.number("min_crop_f", 0.5), params.number("max_crop_f", 1)),
                0,
                Resampling.AREA);
        PictureClass.Shrinking shrinking = new PictureClass.Shrinking(
                params.path("degradation"), params.text("degradation"), params.integer("downscale_f", 4));
        params.done();
        return new PictureClass(list, framing, PictureClass.Tells.NOTHING, Optional.of(shrinking));
    }

    /** Whose code only its authors have; the parameters that such classes share are read, others passed over. */
    private static PictureClass unpublished(Target target) {
        Params params = target.params();
        if (params.has("degradation")) {
            return superResolution(params, Optional.empty());
        }
        OptionalInt side = params.has("size") ? OptionalInt.of(params.integer("size")) : OptionalInt.empty();
        if (params.has("crop_size")) {
            Resampling resampling = side.isPresent() ? Resampling.TWO_NEAREST : Resampling.BICUBIC;
            return alone(new Framing(params.integer("crop_size"), new Framing.Anywhere(side), 0, resampling));
        }
        if (side.isEmpty()) {
            throw new RecipeException(params.path("size") + " is missing, expected the side of a picture in pixels");
        }
        return alone(middle(side.getAsInt()));
    }

    private static PictureClass alone(Framing framing) {
        return new PictureClass(Optional.empty(), framing, PictureClass.Tells.NOTHING, Optional.empty());
    }

    /** Scaled by its shorter side, as the reference's albumentations does, and the square in its middle. */
    private static Framing middle(int size) {
        return new Framing(size, new Framing.Middle(OptionalInt.of(size)), 0, Resampling.TWO_NEAREST);
    }
}
