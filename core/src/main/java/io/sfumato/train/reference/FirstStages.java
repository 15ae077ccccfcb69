package io.sfumato.train.reference;

import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.reference.Params;
import io.sfumato.train.recipe.FirstStageRecipe;
import io.sfumato.train.recipe.RecipeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first stage under a diffusion model of the reference, which always has been learned before. */
final class FirstStages {
    /** Three published configurations name this file, which nobody has. */
    private static final Pattern MISPRINT = Pattern.compile("configs/first_stage_models/([\\w-]+)/model\\.yaml");

    private FirstStages() {}

    /** What was found. */
    record Found(FirstStageRecipe recipe, Place place, List<String> notes) {}

    /**
     * @param model the parameters of the diffusion model
     * @param given its weights, where whoever starts the training says so
     */
    static Found read(Params model, FirstStageSpec spec, Optional<Path> given) {
        String key = model.path("first_stage_config.params.ckpt_path");
        if (given.isPresent()) {
            Place place = new Place("--first-stage is", given.get(), "name another file");
            return new Found(new FirstStageRecipe.Given(spec, given.get().toString()), place, List.of());
        }
        Params params = model.mapping("first_stage_config").mappingOrNone("params");
        if (!params.has("ckpt_path")) {
            throw new RecipeException(
                    key + " is missing, expected the weights of a first stage: name them with --first-stage FILE");
        }
        String path = params.text("ckpt_path");
        Matcher misprint = MISPRINT.matcher(path);
        String meant = misprint.matches() ? "models/first_stage_models/" + misprint.group(1) + "/model.ckpt" : path;
        List<String> notes = misprint.matches()
                ? List.of("the first stage is read from " + meant + ", where the reference's script puts it: " + path
                        + " would be no file of weights")
                : List.of();
        Place place = new Place(
                key + " is" + (misprint.matches() ? " " + path + ", which means" : ""),
                Path.of(meant),
                "name its weights with --first-stage FILE");
        return new Found(new FirstStageRecipe.Given(spec, meant), place, notes);
    }
}
