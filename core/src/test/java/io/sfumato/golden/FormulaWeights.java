package io.sfumato.golden;

import io.sfumato.nn.Module;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights that both sides compute from a parameter's full state-dict key, rounded to float16. */
public final class FormulaWeights {
    private static final String AVERAGED = "model_ema.";

    private FormulaWeights() {}

    /** Fills a module whose parameters stand under {@code prefix} in a checkpoint. */
    public static void fill(Module module, String prefix) {
        module.parameters().forEach((name, parameter) -> set(parameter, values(prefix + name, parameter.shape())));
    }

    /** As {@link #fill}, with the averaged values that a checkpoint holds for a U-Net under {@code model.}. */
    public static void fillAveraged(Module module, String prefix) {
        module.parameters().forEach((name, parameter) -> {
            String key = prefix + name;
            set(parameter, averagedValues(key, parameter.shape()));
        });
    }

    /**
     * Every tensor of a checkpoint.
     *
     * @param shapes by the reference's keys, without averages
     */
    public static Map<String, Tensor> checkpoint(Map<String, Shape> shapes) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        shapes.forEach((key, shape) -> {
            if (key.startsWith(AVERAGED + "diffusion_model")) {
                return;
            }
            boolean copied = key.startsWith("cond_stage_model.") && shapes.containsKey(original(key));
            tensors.put(key, tensor(values(copied ? original(key) : key, shape), shape));
            if (shapes.containsKey(averaged(key))) {
                tensors.put(averaged(key), tensor(averagedValues(key, shape), shape));
            }
        });
        return tensors;
    }

    /** The values of one parameter by its full name. */
    public static Tensor of(String name, Shape shape) {
        return Tensors.of(values(name, shape), shape);
    }

    /**
     * The values of one parameter of LPIPS: kernels keep the size of what passes through rectifiers (He et al. 2015, eq. 10), and no
     * channel of {@code linN} counts less than 0.
     */
    public static Tensor ofLpips(String name, Shape shape) {
        Tensor values = of("lpips." + name, shape);
        Tensor scaled = shape.rank() > 1 ? values.mul(Math.sqrt(2)) : values;
        return name.startsWith("lin") ? scaled.abs() : scaled;
    }

    private static String original(String key) {
        return key.replace("cond_stage_model.", "first_stage_model.");
    }

    private static String averaged(String key) {
        return key.startsWith("model.")
                ? AVERAGED + key.substring("model.".length()).replace(".", "")
                : AVERAGED;
    }

    private static Tensor tensor(double[] values, Shape shape) {
        return Tensors.of(values, shape).to(DType.FLOAT16);
    }

    private static double[] averagedValues(String key, Shape shape) {
        double[] values = values(key, shape);
        long hash = hash(averaged(key));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * (1 + 0.2 * uniform(hash, i)));
        }
        return toHalf(values);
    }

    private static void set(Tensor parameter, double[] values) {
        Grad.off(() -> {
            try (Region region = Region.open()) {
                parameter.copyInPlace(Tensors.of(values, parameter.shape()));
            }
        });
    }

    private static double[] values(String name, Shape shape) {
        long hash = hash(name);
        double[] values = new double[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(name, shape, uniform(hash, i) * Math.sqrt(12));
        }
        return toHalf(values);
    }

    private static double[] toHalf(double[] values) {
        try (Region region = Region.open()) {
            return Tensors.of(values, Shape.of(values.length)).to(DType.FLOAT16).toDoubles();
        }
    }

    private static double value(String name, Shape shape, double g) {
        if (shape.rank() >= 2) {
            if (name.contains("embedding") || name.endsWith("emb.weight")) {
                return name.contains("pos_emb") || name.contains("position_embedding") ? 0.02 * g : g;
            }
            long fanIn = shape.elements() / shape.size(0);
            return g * Math.sqrt(1.0 / fanIn);
        }
        if (name.endsWith("weight") || name.endsWith("running_var")) {
            return 1 + 0.1 * g;
        }
        return name.endsWith("logvar") ? 0 : 0.05 * g;
    }

    private static double uniform(long hash, long index) {
        long z = hash + index + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z = z ^ (z >>> 31);
        return (z >>> 40) / (double) (1 << 24) - 0.5;
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
