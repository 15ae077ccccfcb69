package io.sfumato.lora;

import io.sfumato.nn.WeightedLayer;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A layer that can be adapted.
 *
 * @param prefix what the parameters of its network begin with in a model's files
 * @param within its name in its network
 * @param theirs that name in diffusers
 */
record Site(LoraPart part, String prefix, String within, String theirs, WeightedLayer layer) {
    /** What attention is made of, in the U-Net and in CLIP; older files of diffusers have one name for both. */
    private static final Pattern PROJECTION = Pattern.compile("(.*\\.)(?:to_([qkv])|to_(out)\\.0|([qkv]|out)_proj)");

    /** Its name in the model. */
    String name() {
        return prefix + within;
    }

    /** In kohya's files, where names have no dots. */
    String kohya() {
        return part.kohya() + theirs.replace('.', '_');
    }

    /** In files of diffusers. */
    String diffusers() {
        return part.diffusers() + theirs;
    }

    /** All its names in files: those above, and those that came before them. */
    Set<String> spellings() {
        Set<String> names = new LinkedHashSet<>();
        names.add(kohya());
        names.add(part.kohya() + within.replace('.', '_')); // blocks as the reference names them
        names.add(diffusers());
        names.add(theirs); // of the U-Net alone, in diffusers' first year
        Matcher projection = PROJECTION.matcher(theirs);
        if (projection.matches()) {
            for (String processor : new String[] {"", "processor."}) {
                String older = projection.group(1) + processor + "to_" + letter(projection) + "_lora";
                names.add(part.diffusers() + older);
                names.add(older);
            }
        }
        return names;
    }

    private static String letter(Matcher projection) {
        for (int group = 2; group < projection.groupCount(); group++) {
            if (projection.group(group) != null) {
                return projection.group(group);
            }
        }
        return projection.group(projection.groupCount());
    }
}
