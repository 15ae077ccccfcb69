package io.sfumato.pipeline;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Conditioner;
import java.util.List;

/** Words as wishes; what a model cannot read of them is told. */
record Prompts(Conditioner conditioner, GenerationListener listener) {

    List<Wish> wishes(List<String> prompts, String negative) {
        prompts.forEach(GenerationRequest::checkPrompt);
        prompts.stream().distinct().forEach(prompt -> warnOfCuts(prompt, "prompt"));
        warnOfCuts(negative, "negative prompt");
        Caption unwanted = new Caption(negative);
        return prompts.stream()
                .map(prompt -> new Wish(new Caption(prompt), unwanted))
                .toList();
    }

    private void warnOfCuts(String text, String what) {
        conditioner
                .unheard(new Caption(text))
                .ifPresent(rest ->
                        listener.warning(what + " is too long for this model: it does not read \"" + rest + "\""));
    }
}
