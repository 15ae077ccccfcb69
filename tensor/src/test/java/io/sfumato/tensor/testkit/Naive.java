package io.sfumato.tensor.testkit;

import io.sfumato.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;

/** Plain loops in double precision, which the operations of libtorch are compared with. Results are row-major. */
public final class Naive {
    private Naive() {}

    /** Applies a function to every element. */
    public static double[] each(Tensor x, DoubleUnaryOperator function) {
        double[] values = x.toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] = function.applyAsDouble(values[i]);
        }
        return values;
    }

    /** x [N, in], weight [out, in], bias [out]; the result is [N, out]. */
    public static double[] linear(Tensor x, Tensor weight, Tensor bias) {
        double[] input = x.toDoubles();
        double[] w = weight.toDoubles();
        double[] b = bias.toDoubles();
        int in = size(x, 1);
        int out = size(weight, 0);
        double[] result = new double[size(x, 0) * out];
        for (int i = 0; i < result.length; i++) {
            int row = i / out;
            int column = i % out;
            result[i] = b[column];
            for (int k = 0; k < in; k++) {
                result[i] += input[row * in + k] * w[column * in + k];
            }
        }
        return result;
    }

    /** x [N, C, H, W], weight [out, C, k, k], bias [out]. */
    public static double[] conv2d(Tensor x, Tensor weight, Tensor bias, int stride, int padding) {
        double[] input = x.toDoubles();
        double[] w = weight.toDoubles();
        double[] b = bias.toDoubles();
        int channels = size(x, 1);
        int height = size(x, 2);
        int width = size(x, 3);
        int out = size(weight, 0);
        int kernel = size(weight, 2);
        int outHeight = (height + 2 * padding - kernel) / stride + 1;
        int outWidth = (width + 2 * padding - kernel) / stride + 1;
        double[] result = new double[size(x, 0) * out * outHeight * outWidth];
        for (int i = 0; i < result.length; i++) {
            int left = i % outWidth * stride - padding;
            int top = i / outWidth % outHeight * stride - padding;
            int o = i / (outWidth * outHeight) % out;
            int n = i / (outWidth * outHeight * out);
            double sum = b[o];
            for (int tap = 0; tap < channels * kernel * kernel; tap++) {
                int column = left + tap % kernel;
                int row = top + tap / kernel % kernel;
                int c = tap / (kernel * kernel);
                if (column >= 0 && column < width && row >= 0 && row < height) {
                    sum += input[((n * channels + c) * height + row) * width + column]
                            * w[o * channels * kernel * kernel + tap];
                }
            }
            result[i] = sum;
        }
        return result;
    }

    /** x [N, C, H, W], weight and bias [C]. */
    public static double[] groupNorm(Tensor x, int groups, Tensor weight, Tensor bias, double epsilon) {
        int area = size(x, 2) * size(x, 3);
        int channels = size(x, 1);
        double[] result = x.toDoubles();
        normalise(result, channels / groups * area, epsilon);
        double[] w = weight.toDoubles();
        double[] b = bias.toDoubles();
        for (int i = 0; i < result.length; i++) {
            int channel = i / area % channels;
            result[i] = result[i] * w[channel] + b[channel];
        }
        return result;
    }

    /** Over the last dimension; weight and bias have its size. */
    public static double[] layerNorm(Tensor x, Tensor weight, Tensor bias, double epsilon) {
        int width = size(x, -1);
        double[] result = x.toDoubles();
        normalise(result, width, epsilon);
        double[] w = weight.toDoubles();
        double[] b = bias.toDoubles();
        for (int i = 0; i < result.length; i++) {
            result[i] = result[i] * w[i % width] + b[i % width];
        }
        return result;
    }

    /** Gives each run of {@code length} values zero mean and unit variance. */
    private static void normalise(double[] values, int length, double epsilon) {
        for (int start = 0; start < values.length; start += length) {
            double mean = 0;
            for (int i = start; i < start + length; i++) {
                mean += values[i] / length;
            }
            double variance = 0;
            for (int i = start; i < start + length; i++) {
                variance += (values[i] - mean) * (values[i] - mean) / length;
            }
            for (int i = start; i < start + length; i++) {
                values[i] = (values[i] - mean) / Math.sqrt(variance + epsilon);
            }
        }
    }

    /** Over the last dimension. */
    public static double[] softmax(Tensor x) {
        double[] values = x.toDoubles();
        softmax(values, size(x, -1));
        return values;
    }

    private static void softmax(double[] values, int length) {
        for (int start = 0; start < values.length; start += length) {
            double sum = 0;
            for (int i = start; i < start + length; i++) {
                values[i] = Math.exp(values[i]);
                sum += values[i];
            }
            for (int i = start; i < start + length; i++) {
                values[i] /= sum;
            }
        }
    }

    /** q [B, T, d], k and v [B, S, d]. */
    public static double[] attention(Tensor q, Tensor k, Tensor v, double scale) {
        double[] queries = q.toDoubles();
        double[] keys = k.toDoubles();
        double[] values = v.toDoubles();
        int targets = size(q, 1);
        int sources = size(k, 1);
        int width = size(q, 2);
        double[] result = new double[queries.length];
        for (int row = 0; row < size(q, 0) * targets; row++) {
            int batch = row / targets;
            double[] weights = new double[sources];
            for (int s = 0; s < sources; s++) {
                for (int i = 0; i < width; i++) {
                    weights[s] += scale * queries[row * width + i] * keys[(batch * sources + s) * width + i];
                }
            }
            softmax(weights, sources);
            for (int s = 0; s < sources; s++) {
                for (int i = 0; i < width; i++) {
                    result[row * width + i] += weights[s] * values[(batch * sources + s) * width + i];
                }
            }
        }
        return result;
    }

    /** The error function, by its series without cancellation: Abramowitz and Stegun, 7.1.6. */
    public static double erf(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 200; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    private static int size(Tensor x, int dimension) {
        return Math.toIntExact(x.size(dimension));
    }
}
