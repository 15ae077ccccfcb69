package io.sfumato.lora;

/** How files name updates. */
public enum LoraFormat {
    /** Of kohya's scripts, which most programs for pictures read: names without dots, and alpha beside each update. */
    KOHYA(".lora_down.weight", ".lora_up.weight"),
    /** Of diffusers with PEFT: names with dots, and no alpha, which goes into the numbers of up. */
    DIFFUSERS(".lora_A.weight", ".lora_B.weight");

    private final String down;
    private final String up;

    LoraFormat(String down, String up) {
        this.down = down;
        this.up = up;
    }

    /** What follows the name of a layer. */
    String down() {
        return down;
    }

    /** What follows the name of a layer. */
    String up() {
        return up;
    }

    String nameOf(Site site) {
        return switch (this) {
            case KOHYA -> site.kohya();
            case DIFFUSERS -> site.diffusers();
        };
    }
}
