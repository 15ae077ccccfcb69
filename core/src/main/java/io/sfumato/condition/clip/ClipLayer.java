package io.sfumato.condition.clip;

import io.sfumato.nn.Heads;
import io.sfumato.nn.Init;
import io.sfumato.nn.Layer;
import io.sfumato.nn.LayerNorm;
import io.sfumato.nn.Linear;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Tensor;

/** Every token hears those before it, then thinks alone; each is added to what was, and normalised before. */
final class ClipLayer extends Module implements Layer {
    private final ClipTextSpec spec;
    private final LayerNorm norm1;
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final Linear out;
    private final LayerNorm norm2;
    private final Linear widen;
    private final Linear narrow;

    ClipLayer(ClipTextSpec spec, Init init) {
        this.spec = spec;
        int width = spec.width();
        norm1 = child("layer_norm1", new LayerNorm(width, init));
        q = child("self_attn.q_proj", new Linear(width, width, init));
        k = child("self_attn.k_proj", new Linear(width, width, init));
        v = child("self_attn.v_proj", new Linear(width, width, init));
        out = child("self_attn.out_proj", new Linear(width, width, init));
        norm2 = child("layer_norm2", new LayerNorm(width, init));
        widen = child("mlp.fc1", new Linear(width, spec.feedForward(), init));
        narrow = child("mlp.fc2", new Linear(spec.feedForward(), width, init));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor heard = x.add(attend(norm1.forward(x)));
        Tensor wide = widen.forward(norm2.forward(heard));
        return heard.add(narrow.forward(spec.activation().of(wide)));
    }

    private Tensor attend(Tensor x) {
        return out.forward(Heads.attendCausally(q.forward(x), k.forward(x), v.forward(x), spec.heads()));
    }
}
